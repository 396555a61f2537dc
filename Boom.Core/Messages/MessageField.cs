using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Boom.Core.Avro;
using Boom.Core.Bson;
using Boom.Core.Photometry;

namespace Boom.Core.Messages;

/// <summary>A field of a <see cref="MessageRecord"/>.</summary>
/// <param name="Name">Its name, also in the stored document.</param>
/// <param name="Kind">Its type.</param>
/// <param name="IsNullable">A union with null, null first.</param>
/// <param name="IsKey">A record cannot do without it; another number that is absent is null or NaN.</param>
/// <param name="Record">Its record, of kind <see cref="MessageKind.Record"/>.</param>
sealed record MessageField(string Name, MessageKind Kind, bool IsNullable, bool IsKey, MessageRecord? Record)
{
    /// <summary>Smallest integer; one below is as if it were absent.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>Largest integer; one above is as if it were absent.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>Number of the field of the record that is told in its place where it is absent; -1 for none.</summary>
    public int Instead { get; init; } = -1;

    /// <summary>Writes the value of a stored element; false when the record cannot do without it and it is not there or is something else.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="type">Type of the stored element; 0 when there is none.</param>
    /// <param name="value">Its value.</param>
    /// <param name="lacking">The field that is lacking, with the names of those around it.</param>
    public bool TryWrite(AvroBuffer output, BsonType type, ReadOnlySpan<byte> value, out string? lacking)
    {
        lacking = null;
        if (Kind == MessageKind.Record)
            return TryWriteRecord(output, type, value, out lacking);
        if (!Has(type, value))
        {
            if (IsKey)
                lacking = Name;
            else if (IsNullable)
                output.Long(0);
            else if (Kind is not (MessageKind.Double or MessageKind.Float))
                lacking = Name;
            else if (Kind == MessageKind.Double)
                output.Double(double.NaN);
            else
                output.Float(float.NaN);
            return lacking is null;
        }

        if (IsNullable)
            output.Long(1);
        Write(output, type, value);
        return true;
    }

    bool TryWriteRecord(AvroBuffer output, BsonType type, ReadOnlySpan<byte> value, out string? lacking)
    {
        lacking = null;
        if (type != BsonType.Document)
        {
            if (IsNullable)
                output.Long(0);
            else
                lacking = Name;
            return lacking is null;
        }

        if (IsNullable)
            output.Long(1);
        if (!Record!.TryWrite(output, value, out var inner))
            lacking = $"{Name}.{inner}";
        return lacking is null;
    }

    /// <summary>Whether a stored element is of its type, and of a value that its readers take.</summary>
    public bool Has(BsonType type, ReadOnlySpan<byte> value) => Kind switch
    {
        MessageKind.Boolean => type == BsonType.Boolean,
        MessageKind.String => type == BsonType.String && Utf8.IsValid(value[4..^1]),
        MessageKind.Band => type == BsonType.String && PhotometricBands.TryParse(value[4..^1], out var band) && PublicSchema.HasReaders(band),
        MessageKind.Int => Number(type, value) is >= int.MinValue and <= int.MaxValue and var number && number >= Least && number <= Most,
        MessageKind.Long => type is BsonType.Int64 || Number(type, value) is > long.MinValue and < long.MaxValue,
        _ => !double.IsNaN(Number(type, value)),
    };

    void Write(AvroBuffer output, BsonType type, ReadOnlySpan<byte> value)
    {
        switch (Kind)
        {
            case MessageKind.Boolean:
                output.Boolean(value[0] != 0);
                break;
            case MessageKind.String:
                output.Bytes(value[4..^1]);
                break;
            case MessageKind.Band:
                _ = PhotometricBands.TryParse(value[4..^1], out var band);
                output.Long((int)band);
                break;
            case MessageKind.Long when type == BsonType.Int64:
                output.Long(BinaryPrimitives.ReadInt64LittleEndian(value));
                break;
            case MessageKind.Int or MessageKind.Long:
                output.Long((long)Number(type, value));
                break;
            case MessageKind.Double:
                output.Double(Number(type, value));
                break;
            default:
                output.Float((float)Number(type, value));
                break;
        }
    }

    /// <summary>Adds the field's part of the schema.</summary>
    /// <param name="text">Takes it.</param>
    /// <param name="defined">Names that are defined already: they are referred to.</param>
    public void WriteSchema(StringBuilder text, HashSet<string> defined)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""{"name":"{{Name}}","type":""");
        if (IsNullable)
            text.Append("""["null",""");
        if (Kind == MessageKind.Record)
            Record!.WriteSchema(text, defined);
        else if (Kind == MessageKind.Band)
            WriteBand(text, defined);
        else
            text.Append('"').Append(Kind.ToString().ToLowerInvariant()).Append('"');
        if (IsNullable)
            text.Append(']');
        text.Append('}');
    }

    static void WriteBand(StringBuilder text, HashSet<string> defined)
    {
        const string name = "Band";
        if (!defined.Add(name))
        {
            text.Append('"').Append(name).Append('"');
            return;
        }

        text.Append("""{"type":"enum","name":"Band","symbols":[""");
        for (var band = 0; band < PhotometricBands.Count; band++)
            text.Append(band > 0 ? "," : "").Append('"').Append(Encoding.ASCII.GetString(((PhotometricBand)band).ToUtf8())).Append('"');
        text.Append("]}");
    }

    static double Number(BsonType type, ReadOnlySpan<byte> value) => type switch
    {
        BsonType.Double => BinaryPrimitives.ReadDoubleLittleEndian(value),
        BsonType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(value),
        BsonType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(value),
        _ => double.NaN,
    };
}

/// <summary>Types of fields.</summary>
enum MessageKind
{
    Boolean,
    Int,
    Long,
    Float,
    Double,
    String,

    /// <summary>An enum of the nine bands.</summary>
    Band,

    /// <summary>Another record.</summary>
    Record,
}
