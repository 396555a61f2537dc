using System.Globalization;
using Boom.Cli.Filters;
using Boom.Core.Filters.Vectors;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Cli.Rendering.Json;

/// <summary><c>boom filter vectors</c>.</summary>
internal sealed record VectorsJson(string File, int Settled, int Right, int Wrong, int Skipped, IEnumerable<string> WrongIds, IEnumerable<VectorFault> FirstWrong)
{
    public static VectorsJson Of(string file, VectorReport report) =>
        new(file, report.Settled, report.Right, report.Wrong, report.Skipped, report.WrongIds, report.FirstWrong);
}

/// <summary><c>boom filter test</c>; <c>selected</c> are the alerts that there are, null where they were not counted to the end.</summary>
internal sealed record FilterTestJson(
    string Filter, string Survey, string? Night, long Read, long LookedAt, long Passed, double Percent, long NotPermitted, long NotEnriched, IEnumerable<long> Absent,
    double MicrosecondsPerAlert, IEnumerable<FilterErrorJson> Errors, IEnumerable<string> Warnings, IEnumerable<PasserJson> Passers, bool Stopped, long HistoriesCut, long? Selected, string? Slow,
    IEnumerable<StageLeft> Stages)
{
    public static FilterTestJson Of(ReadyFilter ready, TrialSelection selection, TrialAccount account, IEnumerable<long> absent, bool isStopped, SelectionSize whole) => new(
        ready.Named.Name, ready.Survey.Key.ToUpperName(), selection.Nights?.Word, account.Read, account.LookedAt,
        account.Passed, account.Percent, account.NotPermitted, account.NotEnriched, absent, account.MicrosecondsPerAlert,
        account.Errors.Select(error => new FilterErrorJson(error.Sentence, error.Alerts, error.Candids)), ready.Warnings(FilterTestOutput.AlertsOf(selection, isStopped)),
        account.Passers.Select(PasserJson.Of), isStopped, account.HistoriesCut, whole.IsWhole ? whole.Alerts : null, account.Slow, account.Stages);
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

/// <summary>A stored filter; <c>state</c> is active, inactive or suspended.</summary>
internal sealed record FilterJson(
    string Id, string Name, string? Description, string Survey, string State, string? Suspended, IReadOnlyDictionary<string, IReadOnlyList<int>> Permissions,
    string? Watchlist, string UserId, string ActiveVersion, double CreatedJd, double UpdatedJd, long Hits, IEnumerable<FilterVersionJson> Versions)
{
    public static FilterJson Of(StoredFilter filter, long hits, bool withPipelines) => new(
        filter.Id, filter.Name, filter.Description, filter.Survey.ToUpperName(), FilterStateText.Of(filter), filter.Suspension?.Reason,
        filter.Permissions.ToDictionary(survey => survey.Key.ToUpperName(), survey => survey.Value), filter.Watchlist, filter.UserId, filter.ActiveVersion,
        filter.CreatedJd, filter.UpdatedJd, hits,
        filter.Versions.Select(version => new FilterVersionJson(version.Fid, version.CreatedJd, version.Changelog, withPipelines ? version.Pipeline : null)));
}

/// <summary>A version of a filter; its pipeline as text.</summary>
internal sealed record FilterVersionJson(string Fid, double CreatedJd, string? Changelog, string? Pipeline);

/// <summary><c>boom filter list</c>.</summary>
internal sealed record FiltersJson(IEnumerable<FilterJson> Filters);

/// <summary><c>boom filter add</c>.</summary>
internal sealed record AddedFilterJson(string Id, string Name, string Fid, string Survey, IEnumerable<string> Warnings);

/// <summary><c>boom filter deactivate</c> and <c>boom filter remove</c>.</summary>
internal sealed record SwitchedFilterJson(string Id, string State);

/// <summary><c>boom filter activate</c>; what the trial found, absent where none was made, and why the filter is not active.</summary>
internal sealed record ActivatedFilterJson(
    string Id, string Fid, bool Active, string? Night, long? LookedAt, long? Passed, double? Percent, long? Allowed, double? AllowedPercent,
    IEnumerable<FilterErrorJson>? Errors, string? Refusal, IEnumerable<string> Warnings)
{
    public static ActivatedFilterJson Of(StoredFilter filter, FilterVersion version, string? refusal, TriedNight? tried, IEnumerable<string> warnings) => new(
        filter.Id, version.Fid, refusal is null, tried?.Selection.Night?.ToString("yyyyMMdd", CultureInfo.InvariantCulture), tried?.Account.LookedAt, tried?.Account.Passed,
        tried?.Account.Percent, tried?.Allowed, tried?.AllowedPercent,
        tried?.Account.Errors.Select(error => new FilterErrorJson(error.Sentence, error.Alerts, error.Candids)), refusal, warnings);
}

/// <summary>An alert that has passed a version of a filter; no name where the filter was removed.</summary>
internal sealed record FilterHitJson(
    string Filter, string? Name, string Fid, string Survey, long Candid, string CandidText, string ObjectId, double Jd, DateTimeOffset PassedAt, StoredDocument? Annotations)
{
    public static FilterHitJson Of(FilterHit hit, string? name) => new(
        hit.FilterId, name, hit.Fid, hit.Survey.ToUpperName(), hit.Candid, hit.Candid.ToString(CultureInfo.InvariantCulture), hit.ObjectId, hit.Jd,
        DateTimeOffset.FromUnixTimeMilliseconds(hit.PassedAtMs), hit.Annotations.IsEmpty ? null : new StoredDocument(hit.Annotations.ToArray()));
}

/// <summary><c>boom filter hits</c>.</summary>
internal sealed record FilterHitsJson(IEnumerable<FilterHitJson> Hits);
