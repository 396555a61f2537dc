using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys.Ztf;

namespace Boom.Enricher;

/// <summary>
/// The enrichment of ZTF alerts without any server: stored documents in, fields to write back out. Its documents live until
/// <see cref="Begin"/> is called again.
/// </summary>
/// <param name="software">Name and version of this program, for the documents.</param>
public sealed class EnricherStep(string software) : IDisposable
{
    readonly BsonWriter _writer = new();
    readonly ZtfEnrichment _enrichment = new();

    /// <summary>Begins a batch.</summary>
    public void Begin() => _writer.Reset();

    /// <summary>
    /// The write-back of one alert: <c>properties</c> (left out when the light curve is empty), <c>updated_at</c> and the stamp.
    /// Throws <see cref="BsonFormatException"/> when a document is not what it should be.
    /// </summary>
    /// <param name="candid">The alert.</param>
    /// <param name="candidate">The alert as stored.</param>
    /// <param name="objectDocument">Its object.</param>
    /// <param name="lsstDocument">The object's LSST partner; empty when it has none.</param>
    /// <param name="enrichedAt">Time of the batch.</param>
    public EnrichmentUpdate Enrich(
        long candid, ZtfStoredCandidate candidate, ReadOnlySpan<byte> objectDocument, ReadOnlySpan<byte> lsstDocument, DateTimeOffset enrichedAt)
    {
        _writer.BeginRoot();
        var enriched = _enrichment.Write(_writer, candidate, objectDocument, lsstDocument);
        _writer.Double("updated_at"u8, Core.Alerts.JulianDate.FromTime(enrichedAt));
        var stamps = _writer.BeginDocument("boom"u8);
        _writer.RawElements(candidate.Stamps.Span);
        var stamp = _writer.BeginDocument("enrichment"u8);
        _writer.DateTime("enriched_at"u8, enrichedAt.ToUnixTimeMilliseconds());
        _writer.String("software"u8, software);
        _writer.Int32("points"u8, _enrichment.PointCount);
        _writer.String("skipped"u8, enriched ? null : "empty light curve");
        _writer.End(stamp);
        _writer.End(stamps);
        return new EnrichmentUpdate(candid, _writer.EndRoot());
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
