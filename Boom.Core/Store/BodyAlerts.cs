using Boom.Core.Bson;

namespace Boom.Core.Store;

/// <summary>Alerts of a body of the solar system that are asked for.</summary>
/// <param name="Designation">Its designation, as packets write it.</param>
/// <param name="FromJd">First start of an exposure, Julian date UTC, days; inclusive.</param>
/// <param name="ToJd">Last start of an exposure; inclusive.</param>
public readonly record struct BodySpan(string Designation, double FromJd, double ToJd);

/// <summary>What is stored of a body.</summary>
/// <param name="Alerts">Its alerts, ascending in time, those of one time by candid: of each document <see cref="BodyAlertFields"/>.</param>
/// <param name="IsCut">Whether there are earlier ones that were left out, as there are too many.</param>
public sealed record BodyAlerts(IReadOnlyList<ReadOnlyMemory<byte>> Alerts, bool IsCut)
{
    /// <summary>Nothing.</summary>
    public static BodyAlerts None { get; } = new([], IsCut: false);

    /// <summary>Puts what was found into order, and leaves out what is too much.</summary>
    /// <param name="found">Alert documents, the latest of the body among them, at least one more than are wanted where there are more.</param>
    /// <param name="limit">How many are wanted.</param>
    public static BodyAlerts Of(IEnumerable<ReadOnlyMemory<byte>> found, int limit)
    {
        var alerts = found.Select(alert => (Jd: BodyAlertFields.JdOf(alert.Span), Candid: BodyAlertFields.CandidOf(alert.Span), Alert: alert)).ToList();
        alerts.Sort((left, right) => (left.Jd, left.Candid).CompareTo((right.Jd, right.Candid)));
        var cut = Math.Max(0, alerts.Count - limit);
        return new(alerts.GetRange(cut, alerts.Count - cut).ConvertAll(alert => alert.Alert), cut > 0);
    }
}

/// <summary>The fields of an alert that its body's history is made of: 200 bytes of 15 kB.</summary>
public static class BodyAlertFields
{
    static readonly byte[][] OfCandidate = ["jd"u8.ToArray(), "programid"u8.ToArray(), "fid"u8.ToArray(), "magpsf"u8.ToArray(), "sigmapsf"u8.ToArray(), "ra"u8.ToArray(), "dec"u8.ToArray()];
    static readonly byte[][] OfSso = ["predicted_mag"u8.ToArray(), "separation_arcsec"u8.ToArray()];

    /// <summary>Their paths, beside <c>_id</c>.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        .. OfCandidate.Select(name => $"candidate.{System.Text.Encoding.UTF8.GetString(name)}"), .. OfSso.Select(name => $"properties.sso.{System.Text.Encoding.UTF8.GetString(name)}"),
    ];

    /// <summary>The alert with these fields alone, in memory of the writer.</summary>
    /// <exception cref="BsonFormatException">The document is not BSON.</exception>
    public static ReadOnlyMemory<byte> Cut(ReadOnlySpan<byte> alert, BsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.BeginRoot();
        var id = new BsonReader(alert);
        if (id.Find("_id"u8))
            writer.RawElements(id.Element);
        var candidate = writer.BeginDocument("candidate"u8);
        Copy(Inner(alert, "candidate"u8), OfCandidate, writer);
        writer.End(candidate);
        var properties = writer.BeginDocument("properties"u8);
        var sso = writer.BeginDocument("sso"u8);
        Copy(Inner(Inner(alert, "properties"u8), "sso"u8), OfSso, writer);
        writer.End(sso);
        writer.End(properties);
        return writer.EndRoot();
    }

    /// <summary>A text in <c>candidate</c>; null when there is none.</summary>
    public static string? Designation(ReadOnlySpan<byte> alert, ReadOnlySpan<byte> field)
    {
        var candidate = Inner(alert, "candidate"u8);
        if (candidate.IsEmpty)
            return null;
        var reader = new BsonReader(candidate);
        return reader.Find(field) && reader.Type == BsonType.String ? reader.AsString() : null;
    }

    /// <summary><c>candidate.jd</c>; NaN when there is none.</summary>
    public static double JdOf(ReadOnlySpan<byte> alert)
    {
        var candidate = Inner(alert, "candidate"u8);
        if (candidate.IsEmpty)
            return double.NaN;
        var reader = new BsonReader(candidate);
        return reader.Find("jd"u8) ? reader.AsDouble() : double.NaN;
    }

    /// <summary>The key of the alert; 0 when there is none.</summary>
    public static long CandidOf(ReadOnlySpan<byte> alert)
    {
        var reader = new BsonReader(alert);
        return reader.Find("_id"u8) ? reader.AsInt64() : 0;
    }

    /// <summary>An object in a document; empty when there is none.</summary>
    internal static ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        if (document.IsEmpty)
            return default;
        var reader = new BsonReader(document);
        return reader.Find(name) && reader.Type == BsonType.Document ? reader.Value : default;
    }

    static void Copy(ReadOnlySpan<byte> document, byte[][] names, BsonWriter writer)
    {
        foreach (var name in names)
        {
            if (document.IsEmpty)
                return;
            var reader = new BsonReader(document);
            if (reader.Find(name))
                writer.RawElements(reader.Element);
        }
    }
}
