using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>An element of <c>sso_history</c>, made of an alert document.</summary>
static class HistoryPoint
{
    static readonly FieldName Candidate = new("candidate");
    static readonly FieldName JdName = new("jd");
    static readonly FieldName ProgramName = new("programid");
    static readonly FieldName[] OfCandidate = [JdName, new("fid"), new("magpsf"), new("sigmapsf"), new("ra"), new("dec")];
    static readonly FieldName[] OfSso = [new("predicted_mag"), new("separation_arcsec")];
    static readonly FieldName Properties = new("properties");
    static readonly FieldName Sso = new("sso");

    /// <summary>Most fields that it has.</summary>
    public static int Width => OfCandidate.Length + OfSso.Length;

    public static FilterValue Jd(in FilterValue alert) => Documents.Find(Documents.Find(alert, Candidate), JdName);

    public static FilterValue Program(in FilterValue alert) => Documents.Find(Documents.Find(alert, Candidate), ProgramName);

    /// <summary>Writes the fields that are there.</summary>
    public static FilterValue Write(in FilterValue alert, FilterField[] fields, int start)
    {
        var end = Copy(Documents.Find(alert, Candidate), OfCandidate, fields, start);
        end = Copy(Documents.Find(Documents.Find(alert, Properties), Sso), OfSso, fields, end);
        return FilterValue.Fields(fields, start, end - start);
    }

    static int Copy(in FilterValue document, FieldName[] names, FilterField[] fields, int end)
    {
        foreach (var name in names)
        {
            var value = Documents.Find(document, name);
            if (!value.IsMissing)
                fields[end++] = new(name, value);
        }

        return end;
    }
}
