using System.Diagnostics.Metrics;
using Boom.Core.Surveys;

namespace Boom.Hosting.Retention;

/// <summary>What was removed, by kind and survey.</summary>
sealed class RetentionTelemetry : IDisposable
{
    public const string MeterName = "Boom.Retention";

    readonly Meter _meter = new(MeterName);
    readonly Counter<long> _removed;
    readonly Counter<long> _putOff;

    public RetentionTelemetry()
    {
        _removed = _meter.CreateCounter<long>("retention.removed", "{item}", "Cutouts, alerts, dead letters, costs of filters and orphan pages that were removed, by kind and survey");
        _putOff = _meter.CreateCounter<long>("retention.put_off", "{sweep}", "Sweeps that ended early because the store was away or refused");
        _putOff.Add(0);
    }

    public void Removed(string kind, Survey survey, long count) => _removed.Add(count, new("kind", kind), new("survey", survey.ToUpperName()));

    public void PutOff() => _putOff.Add(1);

    public void Dispose() => _meter.Dispose();
}
