using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Cli.Rendering.Json;

/// <summary><c>boom alert</c>.</summary>
internal sealed record AlertJson(string Survey, StoredDocument Alert);

/// <summary><c>boom object</c>: the object, a line per alert, the newest alert that is enriched, and scores by network.</summary>
internal sealed record ObjectJson(
    string Survey, StoredDocument Object, IEnumerable<AlertLineJson> Alerts, StoredDocument? Alert, IReadOnlyDictionary<string, ScoresJson>? Scores = null);

/// <summary>Scores of one network over the alerts of an object.</summary>
internal sealed record ScoresJson(double Latest, double Best, long BestCandid, double BestJd, int Alerts)
{
    public string BestCandidText => BestCandid.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A stored alert in a list; programs that read numbers as doubles take the text of its candid.</summary>
internal sealed record AlertLineJson(long Candid, string CandidText, double Jd, double Magpsf, double Ra, double Dec, bool Enriched)
{
    public static AlertLineJson Of(AlertSummary alert) => new(
        alert.Candid, alert.Candid.ToString(CultureInfo.InvariantCulture), alert.Jd, alert.Magpsf, alert.Position.RaDegrees, alert.Position.DecDegrees, alert.Enriched);
}

/// <summary><c>boom cone</c>.</summary>
internal sealed record ConeJson(IEnumerable<HitJson> Objects);

internal sealed record HitJson(string Survey, string ObjectId, double Ra, double Dec, double DistanceArcsec)
{
    public static HitJson Of(ObjectHit hit) => new(hit.Survey.ToUpperName(), hit.ObjectId, hit.Position.RaDegrees, hit.Position.DecDegrees, hit.DistanceArcsec);
}

/// <summary><c>boom doctor</c>.</summary>
internal sealed record FindingsJson(IEnumerable<FindingJson> Findings);

/// <summary>One subject that was looked at.</summary>
internal sealed record FindingJson(string Subject, string Status, string Detail, string? Remedy);

/// <summary><c>boom prepare</c>.</summary>
internal sealed record PreparedJson(string Store, IEnumerable<string> Surveys);

/// <summary><c>boom intake</c>.</summary>
internal sealed record IntakeJson(IEnumerable<SurveyIntakeJson> Surveys);

internal sealed record SurveyIntakeJson(string Survey, bool Paused, DateTimeOffset? Since, string? Reason);

/// <summary>What was published and not read.</summary>
internal sealed record PublishedJson(string Topic, long Published, double Seconds, IEnumerable<PublishedTopicJson> Topics);

internal sealed record PublishedTopicJson(string Topic, long Published);

/// <summary>What <c>boom serve</c> serves, as connection strings; and where its health, metrics and plays are.</summary>
internal sealed record ServedJson(string? Kafka, string? Valkey, string? AlertDb, string? Streams, string Url, string? Readers);
