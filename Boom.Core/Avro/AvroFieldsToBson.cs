using System.Text;
using Boom.Core.Bson;

namespace Boom.Core.Avro;

/// <summary>
/// Copies the plain fields of a record to a BSON document, each under its own name and in its own type: floats are widened, null is left out, text stays text.
/// Of two fields of one name the first counts. Made once per schema; safe for use by several threads.
/// </summary>
sealed class AvroFieldsToBson
{
    readonly (byte[] Name, AvroSchema Schema, Copying Copying)[] _fields;

    /// <summary>Looks at the fields of a record.</summary>
    /// <param name="record">The writer's schema of the record.</param>
    /// <param name="flags">Names of fields that become a boolean, however they are written.</param>
    /// <param name="without">Names of fields that are passed over.</param>
    public AvroFieldsToBson(AvroSchema record, IReadOnlySet<string> flags, IReadOnlySet<string> without)
    {
        var seen = new HashSet<string>(without, StringComparer.Ordinal);
        _fields = [.. record.Fields.Select(field => (
            Encoding.UTF8.GetBytes(field.Name), field.Schema,
            !IsName(field.Name) || !seen.Add(field.Name) ? Copying.None : flags.Contains(field.Name) ? Copying.Flag : Copying.Plain))];
    }

    enum Copying
    {
        None,
        Plain,
        Flag,
    }

    /// <summary>Writes the fields of one record; the reader stands at its start.</summary>
    public void Write(ref AvroReader reader, BsonWriter writer)
    {
        foreach (var (name, schema, copying) in _fields)
        {
            if (copying == Copying.None)
                schema.Skip(ref reader);
            else
                Write(ref reader, writer, name, schema, copying == Copying.Flag);
        }
    }

    static void Write(ref AvroReader reader, BsonWriter writer, ReadOnlySpan<byte> name, AvroSchema schema, bool isFlag)
    {
        switch (schema.Type)
        {
            case AvroType.Union:
                Write(ref reader, writer, name, schema.Branches[reader.ReadBranch(schema.Branches.Count)], isFlag);
                break;
            case AvroType.Boolean:
                writer.Boolean(name, reader.ReadBoolean());
                break;
            case AvroType.Int or AvroType.Long when isFlag:
                writer.Boolean(name, reader.ReadFlagNumber());
                break;
            case AvroType.Float or AvroType.Double when isFlag:
                writer.Boolean(name, (schema.Type == AvroType.Float ? reader.ReadFloat() : reader.ReadDouble()) == 1);
                break;
            case AvroType.String when isFlag:
                writer.Boolean(name, reader.ReadFlag());
                break;
            case AvroType.Int when reader.ReadLong() is var number:
                // Beyond 32 bits is no int; what it is costs no alert.
                if (number == (int)number)
                    writer.Int32(name, (int)number);
                else
                    writer.Int64(name, number);
                break;
            case AvroType.Long:
                writer.Int64(name, reader.ReadLong());
                break;
            case AvroType.Float:
                writer.Double(name, reader.ReadFloat());
                break;
            case AvroType.Double:
                writer.Double(name, reader.ReadDouble());
                break;
            case AvroType.String:
                writer.String(name, reader.ReadString());
                break;
            default:
                schema.Skip(ref reader);
                break;
        }
    }

    // As the Avro specification has names: what else there may be is no key of a document.
    static bool IsName(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
