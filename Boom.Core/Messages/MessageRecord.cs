using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Boom.Core.Avro;
using Boom.Core.Bson;

namespace Boom.Core.Messages;

/// <summary>
/// A record of a message whose fields are those of a stored document under the same names, whatever their order there: its schema, and how it is written.
/// One object serves all threads.
/// </summary>
sealed class MessageRecord
{
    readonly MessageField[] _fields;
    readonly Dictionary<ulong, int> _byName = [];

    /// <param name="name">Its name in the schema.</param>
    /// <param name="fields">
    /// <c>name type</c> pairs separated by semicolons; the type is boolean, int, long, float, double, string, Band or one of <paramref name="inner"/>, with a
    /// question mark where it may be null. A float or double that is absent is NaN, unless its type ends in an exclamation mark: then there is no message
    /// without it, as without anything else that is not null. <c>name|other</c> tells another field of the record where the first is absent;
    /// <c>least..most</c> after an int says which numbers its readers take.
    /// </param>
    /// <param name="inner">Records that fields are of.</param>
    public MessageRecord(string name, string fields, params MessageRecord[] inner)
    {
        Name = name;
        var texts = fields.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        _fields = Array.ConvertAll(texts, field => Parse(field, inner));
        for (var i = 0; i < _fields.Length; i++)
            _byName.Add(Hash(_fields[i].Name), i);
        for (var i = 0; i < _fields.Length; i++)
        {
            if (NamesOf(texts[i]) is [_, var other])
                _fields[i] = _fields[i] with { Instead = _byName[Hash(other)] };
        }
    }

    /// <summary>Name in the schema.</summary>
    public string Name { get; }

    /// <summary>Writes the record of a document; false, with the output in no particular state, when it lacks a field that there is no record without.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="document">The stored document.</param>
    /// <param name="lacking">The field that is lacking.</param>
    public bool TryWrite(AvroBuffer output, ReadOnlySpan<byte> document, out string? lacking)
    {
        Span<Place> places = stackalloc Place[_fields.Length];
        places.Clear();
        var reader = new BsonReader(document);
        while (reader.Read())
        {
            if (_byName.TryGetValue(XxHash3.HashToUInt64(reader.Name), out var number) && document.Overlaps(reader.Value, out var offset))
                places[number] = new Place(reader.Type, offset, reader.Value.Length);
        }

        for (var i = 0; i < places.Length; i++)
        {
            var (field, place) = (_fields[i], places[i]);
            if (field.Instead >= 0 && !field.Has(place.Type, place.In(document)))
                place = places[field.Instead];
            if (!field.TryWrite(output, place.Type, place.In(document), out lacking))
                return false;
        }

        lacking = null;
        return true;
    }

    /// <summary>Adds the schema, or the name when it is defined already.</summary>
    public void WriteSchema(StringBuilder text, HashSet<string> defined)
    {
        if (!defined.Add(Name))
        {
            text.Append('"').Append(Name).Append('"');
            return;
        }

        text.Append("""{"type":"record","name":""").Append('"').Append(Name).Append('"').Append(""","fields":[""");
        for (var i = 0; i < _fields.Length; i++)
        {
            if (i > 0)
                text.Append(',');
            _fields[i].WriteSchema(text, defined);
        }

        text.Append("]}");
    }

    static MessageField Parse(string field, MessageRecord[] inner)
    {
        var parts = field.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var type = parts[1].TrimEnd('?', '!');
        var record = Array.Find(inner, known => known.Name == type);
        var kind = record is null ? Enum.Parse<MessageKind>(type, ignoreCase: true) : MessageKind.Record;
        var limits = parts.Length > 2 ? Array.ConvertAll(parts[2].Split(".."), LimitOf) : [null, null];
        return new MessageField(NamesOf(field)[0], kind, parts[1].Contains('?'), parts[1].EndsWith('!'), record)
        {
            Least = limits[0] ?? double.NegativeInfinity, Most = limits[1] ?? double.PositiveInfinity,
        };
    }

    static string[] NamesOf(string field) => field[..field.IndexOf(' ')].Split('|');

    static double? LimitOf(string text) => text.Length > 0 ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    static ulong Hash(string name) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(name));

    readonly record struct Place(BsonType Type, int Offset, int Length)
    {
        public ReadOnlySpan<byte> In(ReadOnlySpan<byte> document) => document.Slice(Offset, Length);
    }
}
