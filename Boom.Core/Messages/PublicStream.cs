using Boom.Core.Avro;
using Boom.Core.Bson;
using Boom.Core.Surveys;

namespace Boom.Core.Messages;

/// <summary>
/// Makes the public messages of a survey. Only points that everybody may see are told, and statistics are computed anew from these alone: no point of
/// another programme changes a byte. Holds buffers that it uses again, so each worker has its own.
/// </summary>
public sealed class PublicStream : IDisposable
{
    readonly ISurvey _survey;
    readonly ISurvey? _partner;
    readonly PublicRules _rules;
    readonly ISurveyEnrichment _enrichment;
    readonly Survey[] _partners;
    readonly MessageFile _file;
    readonly AvroBuffer _record = new();
    readonly BsonWriter _documents = new();
    readonly List<SentPoint> _points = [];

    PublicStream(ISurvey survey, PublicRules rules, SurveyCatalog surveys, EnrichmentSettings settings)
    {
        (_survey, _rules, _enrichment) = (survey, rules, survey.CreateEnrichment(settings));
        _partner = survey.Results.Partner is { } partner ? surveys[partner] : null;
        _partners = [.. ResultsSchema.PartnersOf(surveys)];
        _file = new MessageFile(PublicSchema.Of(survey, rules, _partners));
    }

    /// <summary>The schema, JSON.</summary>
    public string SchemaJson => _file.SchemaJson;

    /// <summary>All topics.</summary>
    public IReadOnlyList<string> Topics => _rules.Topics;

    /// <summary>The stream of a survey; null when it has none.</summary>
    /// <param name="survey">The survey.</param>
    /// <param name="surveys">All surveys.</param>
    /// <param name="settings">What enrichment needs besides.</param>
    public static PublicStream? Of(ISurvey survey, SurveyCatalog surveys, EnrichmentSettings settings) =>
        survey.Public is { } rules ? new PublicStream(survey, rules, surveys, settings) : null;

    /// <summary>The message of an alert, or why there is none.</summary>
    /// <exception cref="BsonFormatException">A document is not what it should be.</exception>
    public PublicVerdict Make(AlertDocuments alert)
    {
        if (_survey.Results.HasPrograms && alert.ProgramId != AlertDocuments.PublicProgram)
            return new PublicVerdict(null, Withheld.Program);
        var candidate = alert.Candidate;
        if (candidate.IsEmpty)
            return new PublicVerdict(null, Withheld.Incomplete);
        if (_rules.Refuse(candidate) is { } refusal)
            return new PublicVerdict(null, refusal);
        _documents.Reset();
        var own = PublicView.Of(_documents, alert.Object, _survey.Results);
        var partner = FindPartner(alert.Partner);
        if (Analyse(alert, own, partner) is not { IsEmpty: false } properties)
            return new PublicVerdict(null, Withheld.LightCurve);
        if (_rules.RefuseProperties(properties.Span) is { } late)
            return new PublicVerdict(null, late);
        if (!TryWrite(alert, candidate, own.Span, properties.Span, partner.Span))
            return new PublicVerdict(null, Withheld.Incomplete);
        var topic = _rules.TopicOf(candidate, properties.Span, own.Span, !partner.IsEmpty);
        return new PublicVerdict(new PublicMessage(topic, _file.Make(_record.Written)), null);
    }

    /// <inheritdoc/>
    public void Dispose() => _documents.Dispose();

    // A partner of which nobody may know has no detection that everybody may see.
    ReadOnlyMemory<byte> FindPartner(ReadOnlyMemory<byte> partner)
    {
        if (partner.IsEmpty || _partner is null || ObjectPlace.IdOf(partner.Span).IsEmpty)
            return default;
        var view = PublicView.Of(_documents, partner, _partner.Results);
        if (!_partner.Results.HasPrograms)
            return view;
        ReadPoints(view.Span, _partner, PublicSchema.Arrays[0]);
        return _points.Count > 0 ? view : default;
    }

    // The value of properties; empty when the light curve is.
    ReadOnlyMemory<byte> Analyse(AlertDocuments alert, ReadOnlyMemory<byte> own, ReadOnlyMemory<byte> partner)
    {
        _documents.BeginRoot();
        var isWhole = _enrichment.Write(
            _documents, new AlertToEnrich(alert.Candid, alert.ObjectId, alert.Jd, alert.Alert), own.Span, partner.Span);
        var found = _documents.EndRoot();
        var reader = new BsonReader(found.Span);
        return isWhole && reader.Find("properties"u8) && found.Span.Overlaps(reader.Value, out var offset) ? found.Slice(offset, reader.Value.Length) : default;
    }

    bool TryWrite(AlertDocuments alert, ReadOnlySpan<byte> candidate, ReadOnlySpan<byte> own, ReadOnlySpan<byte> properties, ReadOnlySpan<byte> partner)
    {
        _record.Clear();
        _record.Long(alert.Candid);
        _record.String(alert.ObjectId);
        if (!_rules.Candidate.TryWrite(_record, candidate, out _))
            return false;
        foreach (var series in _survey.Results.Series)
            WriteArray(own, _survey, series.Name);
        if (!_rules.Properties.TryWrite(_record, properties, out _))
            return false;
        foreach (var survey in _partners)
            WriteMatch(survey == _partner?.Key ? partner : default);
        return true;
    }

    void WriteMatch(ReadOnlySpan<byte> partner)
    {
        if (partner.IsEmpty)
        {
            _record.Long(0);
            return;
        }

        _record.Long(1);
        _record.Bytes(ObjectPlace.IdOf(partner));
        var (ra, dec) = ObjectPlace.Of(partner);
        _record.Double(ra);
        _record.Double(dec);
        foreach (var array in PublicSchema.Arrays)
            WriteArray(partner, _partner!, array);
    }

    void WriteArray(ReadOnlySpan<byte> objectDocument, ISurvey survey, string array)
    {
        ReadPoints(objectDocument, survey, array);
        if (_points.Count > 0)
            _record.Long(_points.Count);
        foreach (var point in _points)
        {
            _record.Double(point.Jd);
            if (array == PublicSchema.Arrays[0])
                _record.Double(point.Flux);
            else if (array != PublicSchema.Arrays[1])
                _record.DoubleOrNull(point.Flux);
            _record.Double(point.FluxErr);
            _record.Long((int)point.KnownBand!.Value);
            if (array != PublicSchema.Arrays[0])
                continue;
            _record.Double(point.Ra);
            _record.Double(point.Dec);
        }

        _record.Long(0);
    }

    // Those of an array that can be told: a detection has flux and place.
    void ReadPoints(ReadOnlySpan<byte> objectDocument, ISurvey survey, string array)
    {
        _points.Clear();
        foreach (var series in survey.Results.Series)
        {
            if (series.Name == array)
                SentPoints.Add(_points, objectDocument, series, survey.Results.HasPrograms, new PointCut(ProgramSet.Public));
        }

        var isDetection = array == PublicSchema.Arrays[0];
        _points.RemoveAll(point => point.KnownBand is not { } band || !PublicSchema.HasReaders(band) || (isDetection && (double.IsNaN(point.Flux) || !point.HasPosition)));
    }
}

/// <summary>The message of an alert.</summary>
/// <param name="Topic">Where it is published.</param>
/// <param name="Value">An Avro object container file.</param>
public sealed record PublicMessage(string Topic, byte[] Value);

/// <summary>What becomes of an alert in the public stream.</summary>
/// <param name="Message">Its message; null when there is none.</param>
/// <param name="Withheld">Why there is none: one of <see cref="Messages.Withheld.Reasons"/>.</param>
public readonly record struct PublicVerdict(PublicMessage? Message, string? Withheld);
