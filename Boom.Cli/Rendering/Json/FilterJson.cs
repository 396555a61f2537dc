using System.Globalization;
using Boom.Cli.Filters;
using Boom.Core.Filters.Vectors;
using Boom.Core.Surveys;

namespace Boom.Cli.Rendering.Json;

/// <summary><c>boom filter vectors</c>.</summary>
internal sealed record VectorsJson(string File, int Settled, int Right, int Wrong, int Skipped, IEnumerable<string> WrongIds, IEnumerable<VectorFault> FirstWrong)
{
    public static VectorsJson Of(string file, VectorReport report) =>
        new(file, report.Settled, report.Right, report.Wrong, report.Skipped, report.WrongIds, report.FirstWrong);
}

/// <summary><c>boom filter test</c>.</summary>
internal sealed record FilterTestJson(
    string Filter, string Survey, string? Night, long Read, long LookedAt, long Passed, double Percent, long NotPermitted, long NotEnriched, IEnumerable<long> Absent,
    double MicrosecondsPerAlert, IEnumerable<FilterErrorJson> Errors, IEnumerable<string> Warnings, IEnumerable<PasserJson> Passers, bool Stopped)
{
    public static FilterTestJson Of(ReadyFilter ready, TrialSelection selection, TrialAccount account, IEnumerable<long> absent, bool isStopped) => new(
        ready.Named.Name, ready.Survey.Key.ToUpperName(), selection.Night?.ToString("yyyyMMdd", CultureInfo.InvariantCulture), account.Read, account.LookedAt,
        account.Passed, account.Percent, account.NotPermitted, account.NotEnriched, absent, account.MicrosecondsPerAlert,
        account.Errors.Select(error => new FilterErrorJson(error.Sentence, error.Alerts, error.Candids)), ready.Filter.Warnings,
        account.Passers.Select(PasserJson.Of), isStopped);
}

/// <summary>An error of a filter on some alerts, and the first of them.</summary>
internal sealed record FilterErrorJson(string Error, long Alerts, IEnumerable<long> Candids);

/// <summary>An alert that passes.</summary>
internal sealed record PasserJson(long Candid, string CandidText, string ObjectId, double Jd, StoredDocument? Annotations)
{
    public static PasserJson Of(FilterPasser passer) => new(
        passer.Candid, passer.Candid.ToString(CultureInfo.InvariantCulture), passer.ObjectId, passer.Jd,
        passer.Annotations.Length > 0 ? new StoredDocument(passer.Annotations) : null);
}
