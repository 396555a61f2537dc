using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Inference;

namespace Boom.Enricher;

/// <summary>
/// The enrichment of a survey's alerts without any server: stored documents in, fields to write back out. Its documents live until
/// <see cref="Begin"/> is called again.
/// </summary>
/// <param name="survey">The survey.</param>
/// <param name="software">Name and version of this program, for the documents.</param>
/// <param name="settings">What enrichment needs beside documents; nothing when it is not given.</param>
sealed class EnricherStep(ISurvey survey, string software, EnrichmentSettings? settings = null) : IDisposable
{
    readonly BsonWriter _writer = new();
    readonly ISurveyEnrichment _enrichment = survey.CreateEnrichment(settings ?? EnrichmentSettings.None);

    public Survey Survey => survey.Key;

    /// <summary>The survey whose object of the same source is read as well; null for none.</summary>
    public Survey? Partner => _enrichment.Partner;

    /// <summary>Begins a batch.</summary>
    public void Begin() => _writer.Reset();

    /// <summary>The first name of an object in the partner survey, by its <c>aliases</c>; null when it has none, or when there is no such survey.</summary>
    public string? PartnerOf(ReadOnlySpan<byte> objectDocument)
    {
        if (Partner is not { } partner)
            return null;
        var field = new BsonReader(objectDocument);
        if (!field.Find("aliases"u8))
            return null;
        var aliases = new BsonReader(field.Value);
        if (!aliases.Find(partner.ToUpperUtf8()))
            return null;
        var names = new BsonReader(aliases.Value);
        return names.Read() ? names.AsString() : null;
    }

    /// <summary>
    /// What the survey finds out about an alert: a document with <c>properties</c>, which is left out when the light curve is empty.
    /// Throws <see cref="BsonFormatException"/> when a document is not what it should be.
    /// </summary>
    /// <param name="alert">The alert as stored.</param>
    /// <param name="objectDocument">Its object.</param>
    /// <param name="partnerDocument">The object of the partner survey; empty when there is none.</param>
    public AlertFindings Analyse(in AlertToEnrich alert, ReadOnlySpan<byte> objectDocument, ReadOnlySpan<byte> partnerDocument)
    {
        _writer.BeginRoot();
        var isEnriched = _enrichment.Write(_writer, alert, objectDocument, partnerDocument);
        return new AlertFindings(_writer.EndRoot(), isEnriched, _enrichment.PointCount);
    }

    /// <summary>The write-back of one alert: <c>properties</c>, <c>classifications</c>, <c>updated_at</c> and the stamp.</summary>
    /// <param name="alert">The alert as stored.</param>
    /// <param name="findings">What was found out about it.</param>
    /// <param name="networks">Networks.</param>
    /// <param name="outcomes">What became of each of them at this alert; none when no network was asked.</param>
    /// <param name="enrichedAt">Time of the batch.</param>
    public EnrichmentUpdate Complete(
        in AlertToEnrich alert, in AlertFindings findings, IReadOnlyList<ScheduledNetwork> networks, ReadOnlySpan<NetworkOutcome> outcomes, DateTimeOffset enrichedAt)
    {
        _writer.BeginRoot();
        var properties = new BsonReader(findings.Fields.Span);
        while (properties.Read())
            _writer.RawElements(properties.Element);
        ScoresBson.WriteClassifications(_writer, alert.Document.Span, networks, outcomes);
        _writer.Double("updated_at"u8, JulianDate.FromTime(enrichedAt));
        var stamps = _writer.BeginDocument("boom"u8);
        WriteOtherStamps(alert.Document.Span);
        var stamp = _writer.BeginDocument("enrichment"u8);
        _writer.DateTime("enriched_at"u8, enrichedAt.ToUnixTimeMilliseconds());
        _writer.String("software"u8, software);
        _writer.Int32("points"u8, findings.Points);
        _writer.String("skipped"u8, findings.HasProperties ? null : NetworkOutcome.NoLightCurve);
        ScoresBson.WriteModels(_writer, alert.Document.Span, networks, outcomes, enrichedAt);
        _writer.End(stamp);
        _writer.End(stamps);
        return new EnrichmentUpdate(alert.Candid, _writer.EndRoot());
    }

    public void Dispose() => _writer.Dispose();

    void WriteOtherStamps(ReadOnlySpan<byte> alert)
    {
        var field = new BsonReader(alert);
        if (!field.Find("boom"u8))
            return;
        var stamps = new BsonReader(field.Value);
        while (stamps.Read())
        {
            if (!stamps.Name.SequenceEqual("enrichment"u8))
                _writer.RawElements(stamps.Element);
        }
    }
}

/// <summary>What the survey has found out about an alert.</summary>
/// <param name="Fields">A document of fields to write back: <c>properties</c>, or nothing.</param>
/// <param name="HasProperties">False when the light curve is empty.</param>
/// <param name="Points">Points of the alert's own light curve.</param>
readonly record struct AlertFindings(ReadOnlyMemory<byte> Fields, bool HasProperties, int Points);
