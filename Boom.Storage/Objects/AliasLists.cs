using Boom.Core.Bson;
using Boom.Core.Surveys;
using Boom.Storage.Documents;

namespace Boom.Storage.Objects;

/// <summary>That two objects of different surveys are the same source, as one of them is to know it.</summary>
/// <param name="ObjectId">The object that is to know.</param>
/// <param name="Partner">Survey of the other.</param>
/// <param name="Name">The other.</param>
/// <param name="Arcsec">Between both, seconds of arc.</param>
readonly record struct AliasEntry(string ObjectId, Survey Partner, string Name, double Arcsec);

/// <summary>
/// The names that an object has in other surveys, while some are added: <c>aliases.S</c>, the nearest first, and <c>boom.alias_arcsec.S</c> with the
/// distances of as many of them as have one. Names without a distance, which another program has set, come last. Names are never taken away but
/// for the room of nearer ones.
/// </summary>
sealed class AliasLists
{
    /// <summary>Names of one survey: in the most crowded field a cone of 2 arcsec holds fewer.</summary>
    public const int MaxNames = 10;

    static readonly byte[] Aliases = "aliases"u8.ToArray();
    static readonly byte[] Stamps = "boom"u8.ToArray();
    static readonly byte[] Distances = "alias_arcsec"u8.ToArray();

    readonly List<(Survey Partner, List<string> Names, List<double> Arcsec)> _lists = [];

    AliasLists()
    {
    }

    /// <summary>
    /// Whether an object has a name with its distance. The partner's document is written before the object's own, so both have it then.
    /// </summary>
    public static bool Has(ReadOnlySpan<byte> document, Survey partner, string name)
    {
        var index = IndexOf(BsonFields.Inner(BsonFields.Inner(document, Aliases), partner.ToUpperUtf8(), BsonType.Array), name);
        return index >= 0 && index < Count(DistancesOf(document, partner));
    }

    /// <summary>Adds names; null when that changes nothing.</summary>
    /// <param name="document">The object, or those of its fields that are concerned.</param>
    /// <param name="entries">Of this object; in any order.</param>
    public static AliasLists? TryAdd(ReadOnlySpan<byte> document, IReadOnlyList<AliasEntry> entries)
    {
        var lists = new AliasLists();
        var isChanged = false;
        foreach (var entry in entries)
            isChanged |= lists.Add(document, entry);
        return isChanged ? lists : null;
    }

    /// <summary>Writes <c>aliases</c> whole.</summary>
    public void WriteAliases(BsonWriter writer, ReadOnlySpan<byte> document)
    {
        var aliases = writer.BeginDocument(Aliases);
        CopyOthers(writer, BsonFields.Inner(document, Aliases));
        foreach (var (partner, names, _) in _lists)
        {
            var array = writer.BeginArray(partner.ToUpperUtf8());
            for (var i = 0; i < names.Count; i++)
                writer.String(BsonIndexNames.Of(i), names[i]);
            writer.End(array);
        }

        writer.End(aliases);
    }

    /// <summary>Writes the distances of all surveys.</summary>
    /// <param name="writer">Where the field belongs.</param>
    /// <param name="name">Name of the field.</param>
    /// <param name="document">The object, or those of its fields that are concerned.</param>
    public void WriteDistances(BsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> document)
    {
        var distances = writer.BeginDocument(name);
        CopyOthers(writer, BsonFields.Inner(BsonFields.Inner(document, Stamps), Distances));
        foreach (var (partner, _, arcsec) in _lists)
        {
            var array = writer.BeginArray(partner.ToUpperUtf8());
            for (var i = 0; i < arcsec.Count; i++)
                writer.Double(BsonIndexNames.Of(i), arcsec[i]);
            writer.End(array);
        }

        writer.End(distances);
    }

    /// <summary>The document with the names, in its next version.</summary>
    public ReadOnlyMemory<byte> Set(ReadOnlySpan<byte> document, BsonWriter writer)
    {
        writer.BeginRoot();
        WriteAliases(writer, document);
        var stamps = writer.BeginDocument(Stamps);
        var stored = BsonFields.Inner(document, Stamps);
        if (!stored.IsEmpty)
        {
            for (var field = new BsonReader(stored); field.Read();)
            {
                if (!field.Name.SequenceEqual(Distances))
                    writer.RawElements(field.Element);
            }
        }

        WriteDistances(writer, Distances, document);
        writer.End(stamps);
        writer.Int32("version"u8, VersionOf(document) + 1);
        return BsonFields.Set(document, writer.EndRoot().Span, writer);
    }

    /// <summary>Version of an object; 0 when it has none yet.</summary>
    public static int VersionOf(ReadOnlySpan<byte> document)
    {
        var version = BsonFields.Double(document, "version"u8);
        return double.IsNaN(version) ? 0 : (int)version;
    }

    bool Add(ReadOnlySpan<byte> document, in AliasEntry entry)
    {
        var (names, arcsec) = Open(document, entry.Partner);
        var known = names.IndexOf(entry.Name);
        if (known >= 0 && known < arcsec.Count)
            return false;
        if (known >= 0)
            names.RemoveAt(known);
        var place = 0;
        while (place < arcsec.Count && (arcsec[place], names[place]).CompareTo((entry.Arcsec, entry.Name)) < 0)
            place++;
        if (place >= MaxNames)
            return false;
        names.Insert(place, entry.Name);
        arcsec.Insert(place, entry.Arcsec);
        if (names.Count > MaxNames)
            names.RemoveRange(MaxNames, names.Count - MaxNames);
        if (arcsec.Count > MaxNames)
            arcsec.RemoveRange(MaxNames, arcsec.Count - MaxNames);
        return true;
    }

    (List<string> Names, List<double> Arcsec) Open(ReadOnlySpan<byte> document, Survey partner)
    {
        foreach (var (survey, known, distances) in _lists)
        {
            if (survey == partner)
                return (known, distances);
        }

        var (names, arcsec) = (new List<string>(), new List<double>());
        var stored = BsonFields.Inner(BsonFields.Inner(document, Aliases), partner.ToUpperUtf8(), BsonType.Array);
        if (!stored.IsEmpty)
        {
            for (var name = new BsonReader(stored); name.Read();)
            {
                if (name.Type == BsonType.String)
                    names.Add(name.AsString());
            }
        }

        var measured = DistancesOf(document, partner);
        if (!measured.IsEmpty)
        {
            for (var distance = new BsonReader(measured); distance.Read() && arcsec.Count < names.Count;)
                arcsec.Add(distance.AsDouble());
        }

        _lists.Add((partner, names, arcsec));
        return (names, arcsec);
    }

    void CopyOthers(BsonWriter writer, ReadOnlySpan<byte> stored)
    {
        if (stored.IsEmpty)
            return;
        for (var field = new BsonReader(stored); field.Read();)
        {
            if (!IsOpen(field.Name))
                writer.RawElements(field.Element);
        }
    }

    bool IsOpen(ReadOnlySpan<byte> survey)
    {
        foreach (var (partner, _, _) in _lists)
        {
            if (partner.ToUpperUtf8().SequenceEqual(survey))
                return true;
        }

        return false;
    }

    static ReadOnlySpan<byte> DistancesOf(ReadOnlySpan<byte> document, Survey partner)
        => BsonFields.Inner(BsonFields.Inner(BsonFields.Inner(document, Stamps), Distances), partner.ToUpperUtf8(), BsonType.Array);

    static int Count(ReadOnlySpan<byte> array)
    {
        var count = 0;
        if (!array.IsEmpty)
        {
            for (var element = new BsonReader(array); element.Read();)
                count++;
        }

        return count;
    }

    static int IndexOf(ReadOnlySpan<byte> array, string name)
    {
        if (array.IsEmpty)
            return -1;
        var element = new BsonReader(array);
        for (var i = 0; element.Read(); i++)
        {
            if (element.Type == BsonType.String && IsName(element.AsUtf8(), name))
                return i;
        }

        return -1;
    }

    static bool IsName(ReadOnlySpan<byte> utf8, string name)
    {
        // Names are ASCII, nearly always.
        if (utf8.Length < name.Length)
            return false;
        Span<char> text = stackalloc char[256];
        return utf8.Length <= text.Length
            ? System.Text.Unicode.Utf8.ToUtf16(utf8, text, out _, out var length) == System.Buffers.OperationStatus.Done && name.AsSpan().SequenceEqual(text[..length])
            : System.Text.Encoding.UTF8.GetString(utf8) == name;
    }
}
