namespace Boom.Core.Avro;

/// <summary>A node of a writer's schema, parsed. The tree is finite: a type that contains itself is refused by the parser.</summary>
sealed class AvroSchema
{
    /// <summary>What the node is.</summary>
    public required AvroType Type { get; init; }

    /// <summary>Full name of a record, enum or fixed; empty for others.</summary>
    public string Name { get; init; } = "";

    /// <summary>Fields of a record, in wire order; a name may occur twice, the first one counts.</summary>
    public IReadOnlyList<AvroField> Fields { get; init; } = [];

    /// <summary>Branches of a union.</summary>
    public IReadOnlyList<AvroSchema> Branches { get; init; } = [];

    /// <summary>Item type of an array, value type of a map.</summary>
    public AvroSchema? Items { get; init; }

    /// <summary>Symbols of an enum.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Bytes of a fixed.</summary>
    public int Size { get; init; }

    /// <summary>Least number of bytes that a value takes, capped at one mebibyte.</summary>
    public required int MinimumBytes { get; init; }

    /// <summary>Parses a schema in JSON, UTF-8. Throws <see cref="AvroFormatException"/> with <see cref="AvroFault.Schema"/>.</summary>
    public static AvroSchema Parse(ReadOnlySpan<byte> json) => AvroSchemaParser.Parse(json);

    /// <summary>The index of null when this is a union of null and exactly one other type; else -1.</summary>
    public int NullIndexOfPair() => Type != AvroType.Union || Branches.Count != 2
        ? -1
        : Branches[0].Type == AvroType.Null ? 0 : Branches[1].Type == AvroType.Null ? 1 : -1;

    /// <summary>The other type of a union of null and one other; else this one itself.</summary>
    public AvroSchema Value() => NullIndexOfPair() is var nullIndex and >= 0 ? Branches[1 - nullIndex] : this;

    /// <summary>Passes over one value of this type.</summary>
    public void Skip(ref AvroReader reader)
    {
        switch (Type)
        {
            case AvroType.Null:
                break;
            case AvroType.Boolean:
                reader.ReadBoolean();
                break;
            case AvroType.Int or AvroType.Long:
                reader.SkipLong();
                break;
            case AvroType.Float:
                reader.Skip(4);
                break;
            case AvroType.Double:
                reader.Skip(8);
                break;
            case AvroType.Bytes or AvroType.String:
                reader.SkipSlice();
                break;
            case AvroType.Fixed:
                reader.Skip(Size);
                break;
            case AvroType.Enum:
                reader.ReadBranch(Symbols.Count);
                break;
            case AvroType.Union:
                Branches[reader.ReadBranch(Branches.Count)].Skip(ref reader);
                break;
            case AvroType.Array or AvroType.Map:
                SkipItems(ref reader);
                break;
            case AvroType.Record:
                foreach (var field in Fields)
                    field.Schema.Skip(ref reader);
                break;
        }
    }

    void SkipItems(ref AvroReader reader)
    {
        var isMap = Type == AvroType.Map;
        while (reader.ReadBlock(Items!.MinimumBytes + (isMap ? 1 : 0), out var blockBytes) is var count and > 0)
        {
            if (blockBytes >= 0)
            {
                reader.Skip(blockBytes);
                continue;
            }

            for (var i = 0; i < count; i++)
            {
                if (isMap)
                    reader.SkipSlice();
                Items.Skip(ref reader);
            }
        }
    }
}

/// <summary>A field of a record schema.</summary>
/// <param name="Name">Name on the wire.</param>
/// <param name="Schema">Type of the field.</param>
sealed record AvroField(string Name, AvroSchema Schema);

/// <summary>Types of an Avro schema.</summary>
enum AvroType
{
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Fixed,
    Enum,
    Array,
    Map,
    Union,
    Record,
}
