using System.Text;
using Boom.Core.Bson;

namespace Boom.Core.Filters.Checks;

/// <summary>Values of dotted paths in the documents of an alert, whatever stage brings them in.</summary>
static class FieldValues
{
    /// <summary>Most elements of an array that names are taken from.</summary>
    const int NamedElements = 16;

    static readonly string[] OfCandidate = ["jd", "fid", "magpsf", "sigmapsf", "ra", "dec"];

    /// <summary>Fields of an element of <c>sso_history</c>, with where they are in an alert.</summary>
    public static IReadOnlyList<(string Name, string Path)> History { get; } =
        [.. OfCandidate.Select(name => (name, $"candidate.{name}")), ("predicted_mag", "properties.sso.predicted_mag"), ("separation_arcsec", "properties.sso.separation_arcsec")];

    /// <summary>Types of the values that an alert has at a path, of the elements of arrays as well; none when there is no value but null.</summary>
    /// <exception cref="BsonFormatException">A document cannot be read.</exception>
    public static ValueKinds KindsAt(in FilterInput input, FilterView view, string path)
    {
        var parts = path.Split('.');
        if (parts[0] == FilterView.History)
            return KindsInHistory(input, parts);
        var (document, skipped) = DocumentOf(input, view, parts);
        if (document.IsEmpty)
            return ValueKinds.None;
        byte[][] names = [.. parts.Skip(skipped).Select(Encoding.UTF8.GetBytes)];
        return Within(document.Span, names, 0);
    }

    /// <summary>Adds the paths that an alert has.</summary>
    public static void AddPaths(in FilterInput input, FilterView view, HashSet<string> paths)
    {
        AddNames(input.Alert, "", paths, name => name == "_id" || view.Fields.Contains(name));
        AddNames(input.Object, "", paths, name => view.Series.Contains(name) || FilterView.ObjectFields.Contains(name));
        if (view.Partner is { } partner)
            AddNames(input.Partner, $"{SurveyName(partner)}.", paths, partner.Series.Contains);
    }

    static void AddNames(ReadOnlyMemory<byte> document, string prefix, HashSet<string> paths, Func<string, bool> isSeen)
    {
        if (document.IsEmpty)
            return;
        var reader = new BsonReader(document.Span);
        while (reader.Read())
        {
            if (isSeen(Encoding.UTF8.GetString(reader.Name)))
                AddNames(reader, $"{prefix}{Encoding.UTF8.GetString(reader.Name)}", paths);
        }
    }

    static void AddNames(in BsonReader element, string path, HashSet<string> paths)
    {
        if (element.Type == BsonType.Document)
        {
            var fields = new BsonReader(element.Value);
            while (fields.Read())
                AddNames(fields, $"{path}.{Encoding.UTF8.GetString(fields.Name)}", paths);
        }
        else if (element.Type == BsonType.Array)
        {
            paths.Add(path);
            var elements = new BsonReader(element.Value);
            for (var i = 0; i < NamedElements && elements.Read(); i++)
                AddNames(elements, path, paths);
        }
        else
        {
            paths.Add(path);
        }
    }

    static ValueKinds KindsInHistory(in FilterInput input, string[] parts)
    {
        if (input.History is not { Count: > 0 } history)
            return ValueKinds.None;
        if (parts.Length == 1)
            return ValueKinds.Array;
        var kinds = ValueKinds.None;
        foreach (var (name, place) in History)
        {
            if (name != parts[1] || parts.Length > 2)
                continue;
            byte[][] names = [.. place.Split('.').Select(Encoding.UTF8.GetBytes)];
            foreach (var alert in history)
                kinds |= Within(alert.Span, names, 0);
        }

        return kinds;
    }

    static (ReadOnlyMemory<byte> Document, int Skipped) DocumentOf(in FilterInput input, FilterView view, string[] parts)
    {
        if (view.Partner is { } partner && parts.Length > 1 && parts[0] == SurveyName(partner))
            return partner.Series.Contains(parts[1]) ? (input.Partner, 1) : default;
        if (view.Series.Contains(parts[0]) || FilterView.ObjectFields.Contains(parts[0]))
            return (input.Object, 0);
        return parts[0] == "_id" || view.Fields.Contains(parts[0]) ? (input.Alert, 0) : default;
    }

    static string SurveyName(FilterPartner partner) => Surveys.SurveyNames.ToUpperName(partner.Survey);

    static ValueKinds Within(ReadOnlySpan<byte> document, byte[][] names, int depth)
    {
        var reader = new BsonReader(document);
        return reader.Find(names[depth]) ? Below(reader, names, depth + 1) : ValueKinds.None;
    }

    static ValueKinds Below(in BsonReader element, byte[][] names, int depth)
    {
        if (element.Type == BsonType.Document && depth < names.Length)
            return Within(element.Value, names, depth);
        if (element.Type != BsonType.Array)
            return depth == names.Length ? ValueKindNames.KindOf(element.Type) : ValueKinds.None;
        var kinds = depth == names.Length ? ValueKinds.Array : ValueKinds.None;
        var elements = new BsonReader(element.Value);
        while (elements.Read())
            kinds |= Below(elements, names, depth);
        return kinds;
    }
}
