using System.Text;
using Boom.Core.Bson;

namespace Boom.Core.Avro;

/// <summary>
/// A way through the records of one writer's schema, made once: what to pass over, what to take, and what to write as BSON, in the order of the wire and
/// without an object in between. A record that <see cref="Walk"/> has passed can be written by <see cref="Write"/> without fault. Thread-safe.
/// </summary>
sealed partial class AvroRecordPlan
{
    // Heads are copied in pieces of this many bytes.
    const int Piece = 16;
    const int LargestValue = 8;

    // Text that is no UTF-8 grows to three bytes for one when it is repaired.
    const int TextGrowth = 3;

    readonly AvroPlanStep[] _steps;
    readonly byte[] _heads;
    readonly int _fixedBytes;

    AvroRecordPlan(AvroPlanStep[] steps, byte[] heads, int fixedBytes) => (_steps, _heads, _fixedBytes) = (steps, heads, fixedBytes);

    /// <summary>Most bytes that the elements of a record take, and some to spare.</summary>
    /// <param name="recordBytes">Length of the record on the wire.</param>
    public int MaximumBytes(int recordBytes) => checked(_fixedBytes + (TextGrowth * recordBytes));

    /// <summary>A plan for records of <paramref name="record"/>.</summary>
    /// <param name="record">The writer's type.</param>
    /// <param name="wanted">What to take of it.</param>
    /// <param name="path">Field in which the record stands, for messages.</param>
    /// <exception cref="AvroFormatException">A required field is missing, or the type of one does not fit; the message names it.</exception>
    public static AvroRecordPlan Compile(AvroSchema record, IReadOnlyList<AvroWantedField> wanted, string path)
    {
        if (record.Type != AvroType.Record)
            throw new AvroFormatException(AvroFault.TypeMismatch, $"the packet has {Name(record)} where Boom expects a record", path: path);
        var bound = new AvroWantedField?[record.Fields.Count];
        foreach (var want in wanted)
        {
            var index = want.OtherNames.Prepend(want.Name).Select(name => IndexOf(record, name)).FirstOrDefault(found => found >= 0, -1);
            if (index >= 0)
                bound[index] = want;
            else if (want.IsRequired)
                throw new AvroFormatException(AvroFault.MissingField, "the packet's schema lacks a required field", path: Join(path, want.Name));
        }

        var steps = new AvroPlanStep[bound.Length];
        var heads = new List<byte>();
        for (var i = 0; i < steps.Length; i++)
            steps[i] = Step(record.Fields[i], bound[i], Join(path, record.Fields[i].Name), heads);
        var fixedBytes = steps.Sum(step => step.HeadLength + LargestValue) + (4 * Piece);
        heads.AddRange(new byte[4 * Piece]);
        return new AvroRecordPlan(steps, [.. heads], fixedBytes);
    }

    static AvroPlanStep Step(AvroField field, AvroWantedField? want, string path, List<byte> heads)
    {
        var nullIndex = field.Schema.NullIndexOfPair();
        var value = nullIndex < 0 ? field.Schema : field.Schema.Branches[1 - nullIndex];
        var step = new AvroPlanStep
        {
            NullByte = nullIndex < 0 ? AvroPlanStep.Never : (byte)(2 * nullIndex),
            ValueByte = (byte)(2 * (1 - nullIndex)),
            Target = want?.Target ?? AvroTarget.None,
            ZeroIsAbsent = want?.ZeroIsAbsent ?? false,
            Slot = (sbyte)(want?.Slot ?? -1),
            Wire = Wire(value.Type),
            Schema = value,
        };
        if (want is null)
            return Nest(step, value, path);
        if (!IsDirect(value.Type, want.Target))
        {
            Check(value, want.Target, path);
            step.Wire = AvroWire.Converted;
        }

        if (want.Element is { } element)
        {
            step.HeadOffset = heads.Count;
            heads.Add((byte)TypeOf(want.Target));
            heads.AddRange(Encoding.UTF8.GetBytes(element));
            heads.Add(0);
            step.HeadLength = checked((byte)(heads.Count - step.HeadOffset));
        }

        return step;
    }

    static AvroPlanStep Nest(AvroPlanStep step, AvroSchema value, string path)
    {
        var record = value.Type == AvroType.Array ? value.Items! : value;
        if (record.Type == AvroType.Record)
        {
            step.Wire = value.Type == AvroType.Array ? AvroWire.Array : AvroWire.Record;
            step.Nested = Compile(record, [], path);
        }

        return step;
    }

    static AvroWire Wire(AvroType type) => type switch
    {
        AvroType.Float => AvroWire.Float,
        AvroType.Double => AvroWire.Double,
        AvroType.Int => AvroWire.Int,
        AvroType.Long => AvroWire.Long,
        AvroType.Boolean => AvroWire.Boolean,
        AvroType.Bytes or AvroType.String => AvroWire.Slice,
        _ => AvroWire.Other,
    };

    // What is read by a step of its own, without a look at the value.
    static bool IsDirect(AvroType type, AvroTarget target) => target switch
    {
        AvroTarget.Double => type is AvroType.Float or AvroType.Double,
        AvroTarget.Single => type is AvroType.Float,
        AvroTarget.Int32 => type is AvroType.Int,
        AvroTarget.Int64 => type is AvroType.Int or AvroType.Long,
        AvroTarget.Boolean => type is AvroType.Boolean,
        AvroTarget.String or AvroTarget.Bytes => type is AvroType.Bytes or AvroType.String,
        _ => true,
    };

    static void Check(AvroSchema schema, AvroTarget target, string path)
    {
        if (schema.Type == AvroType.Union)
        {
            foreach (var branch in schema.Branches)
                Check(branch, target, path);
        }
        else if (!IsDirect(schema.Type, target) && schema.Type != AvroType.Null && !(IsNumber(schema.Type) && IsNumber(target)))
        {
            throw new AvroFormatException(
                AvroFault.TypeMismatch, $"the packet has {Name(schema)} where Boom expects a {target.ToString().ToLowerInvariant()}", path: path);
        }
    }

    static bool IsNumber(AvroType type) => type is AvroType.Int or AvroType.Long or AvroType.Float or AvroType.Double;

    static bool IsNumber(AvroTarget target) => target is AvroTarget.Double or AvroTarget.Single or AvroTarget.Int32 or AvroTarget.Int64;

    static BsonType TypeOf(AvroTarget target) => target switch
    {
        AvroTarget.Double or AvroTarget.Single => BsonType.Double,
        AvroTarget.Int32 => BsonType.Int32,
        AvroTarget.Int64 => BsonType.Int64,
        AvroTarget.Boolean => BsonType.Boolean,
        AvroTarget.String => BsonType.String,
        _ => throw new ArgumentOutOfRangeException(nameof(target), target, "such a field is no element"),
    };

    // The first of two fields of one name is the one that counts.
    static int IndexOf(AvroSchema record, string name)
    {
        for (var i = 0; i < record.Fields.Count; i++)
        {
            if (string.Equals(record.Fields[i].Name, name, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    static string Name(AvroSchema schema) => schema.Type is AvroType.Array or AvroType.Int or AvroType.Enum
        ? $"an {schema.Type.ToString().ToLowerInvariant()}"
        : $"a {schema.Type.ToString().ToLowerInvariant()}";

    static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
