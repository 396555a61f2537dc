using System.Text;
using Boom.Core.Avro;
using Boom.Core.Bson;
using Boom.Core.Surveys;

namespace Boom.Core.Messages;

/// <summary>
/// Writes the messages of filters: an alert that passed one or more, with what each says of it, its scores, light curve and cutouts. The schema is that of
/// the reference, field for field. Holds buffers that it uses again, so each worker has its own.
/// </summary>
/// <param name="survey">Whose alerts.</param>
/// <param name="surveys">All surveys.</param>
public sealed class ResultsMessage(ISurvey survey, SurveyCatalog surveys)
{
    readonly MessageFile _file = new(ResultsSchema.Of(surveys));
    readonly AvroBuffer _record = new();
    readonly List<SentPoint> _points = [];
    readonly Survey[] _partners = [.. ResultsSchema.PartnersOf(surveys)];

    /// <summary>The schema, JSON.</summary>
    public string SchemaJson => _file.SchemaJson;

    /// <summary>Makes a message.</summary>
    /// <param name="documents">The alert.</param>
    /// <param name="filters">What each filter that it passed says.</param>
    /// <param name="cutouts">Its cutouts document; empty for none, which are sent as empty images.</param>
    /// <param name="visible">The points of which programmes of the alert's survey are told.</param>
    /// <param name="visiblePartner">The points of which programmes of the partner survey are told.</param>
    /// <exception cref="BsonFormatException">A document is not what it should be.</exception>
    public byte[] Make(
        AlertDocuments documents, IReadOnlyList<FilterResult> filters, ReadOnlySpan<byte> cutouts, ProgramSet visible, ProgramSet visiblePartner)
    {
        _record.Clear();
        var candidate = documents.Candidate;
        _record.Long(documents.Candid);
        _record.String(documents.ObjectId);
        _record.Double(documents.Jd);
        _record.Double(Number(candidate, "ra"u8));
        _record.Double(Number(candidate, "dec"u8));
        _record.Long((int)survey.Key);
        WriteFilters(filters);
        WriteScores(candidate, documents.Alert.Span);
        var until = survey.Results.WindowDays is null ? double.PositiveInfinity : documents.Jd;
        WritePhotometry(
            survey, documents.Object.Span, new PointCut(visible, until, survey.Results.WindowDays ?? double.PositiveInfinity), hasForcedPositions: true);
        WriteImage(cutouts, "cutoutScience"u8);
        WriteImage(cutouts, "cutoutTemplate"u8);
        WriteImage(cutouts, "cutoutDifference"u8);
        foreach (var partner in _partners)
            WriteMatch(partner == survey.Results.Partner ? documents.Partner.Span : default, partner, new PointCut(visiblePartner));
        return _file.Make(_record.Written);
    }

    void WriteFilters(IReadOnlyList<FilterResult> filters)
    {
        if (filters.Count > 0)
            _record.Long(filters.Count);
        foreach (var filter in filters)
        {
            _record.String(filter.FilterId);
            _record.String(filter.Name);
            _record.Double(filter.PassedAtMs);
            _record.String(filter.Annotations);
        }

        _record.Long(0);
    }

    // Each score is a block of its own, so that nothing is counted before it is read.
    void WriteScores(ReadOnlySpan<byte> candidate, ReadOnlySpan<byte> alert)
    {
        foreach (var (field, distanceField) in survey.Results.Scores)
        {
            var distance = distanceField is null ? double.NaN : Number(candidate, Encoding.ASCII.GetBytes(distanceField));
            if (Number(candidate, Encoding.ASCII.GetBytes(field)) is var score && !double.IsNaN(score) && (distanceField is null || !double.IsNaN(distance)))
                WriteScore(Encoding.ASCII.GetBytes(field), score, distance);
        }

        var scores = new BsonReader(alert);
        if (scores.Find("classifications"u8) && scores.Type == BsonType.Document)
            WriteNetworks(scores.Value);
        _record.Long(0);
    }

    void WriteNetworks(ReadOnlySpan<byte> classifications)
    {
        foreach (var network in survey.Results.Networks)
        {
            var name = Encoding.ASCII.GetBytes(network);
            if (Number(classifications, name) is var score && !double.IsNaN(score))
                WriteScore(name, score, double.NaN);
        }

        var others = new BsonReader(classifications);
        while (others.Read())
        {
            if (others.AsDouble() is var score && !double.IsNaN(score) && !survey.Results.Networks.Contains(Encoding.UTF8.GetString(others.Name)))
                WriteScore(others.Name, score, double.NaN);
        }
    }

    void WriteScore(ReadOnlySpan<byte> name, double score, double distanceArcsec)
    {
        _record.Long(1);
        _record.Bytes(name);
        _record.Float((float)score);
        var hasDistance = !double.IsNaN(distanceArcsec);
        _record.Long(hasDistance ? 1 : 0);
        if (hasDistance)
            _record.Float((float)distanceArcsec);
    }

    void WritePhotometry(ISurvey of, ReadOnlySpan<byte> objectDocument, in PointCut cut, bool hasForcedPositions)
    {
        _points.Clear();
        if (!objectDocument.IsEmpty)
        {
            foreach (var series in of.Results.Series)
            {
                var sent = series.IsForced && !hasForcedPositions ? series with { HasPosition = false } : series;
                SentPoints.Add(_points, objectDocument, sent, of.Results.HasPrograms, cut);
            }
        }

        if (_points.Count > 0)
            _record.Long(_points.Count);
        var prefix = of.Key.ToLowerName();

        // Stable: points of one time stay in the order of their arrays.
        foreach (var point in _points.OrderBy(point => point.Jd))
            WritePoint(point, prefix, of.Key);
        _record.Long(0);
    }

    void WritePoint(in SentPoint point, string prefix, Survey of)
    {
        _record.Double(point.Jd);
        _record.DoubleOrNull(point.Flux);
        _record.Double(point.FluxErr);
        _record.String(prefix + point.Band);
        _record.Long(point.IsForced ? 1 : 0);
        _record.Long(point.ProgramId);
        _record.Long((int)of);
        _record.DoubleOrNull(point.Ra);
        _record.DoubleOrNull(point.Dec);
    }

    void WriteImage(ReadOnlySpan<byte> cutouts, ReadOnlySpan<byte> name)
    {
        if (cutouts.IsEmpty)
        {
            _record.Bytes(default);
            return;
        }

        var reader = new BsonReader(cutouts);
        _record.Bytes(reader.Find(name) && reader.Type == BsonType.Binary ? reader.AsBinary() : default);
    }

    void WriteMatch(ReadOnlySpan<byte> partner, Survey of, in PointCut cut)
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
        WritePhotometry(surveys[of], partner, cut, hasForcedPositions: false);
    }

    static double Number(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        if (document.IsEmpty)
            return double.NaN;
        var reader = new BsonReader(document);
        return reader.Find(name) ? reader.AsDouble() : double.NaN;
    }
}

/// <summary>What a filter says of an alert that passed it.</summary>
/// <param name="FilterId">The filter.</param>
/// <param name="Name">Its name.</param>
/// <param name="PassedAtMs">When, Unix milliseconds.</param>
/// <param name="Annotations">A JSON object.</param>
public readonly record struct FilterResult(string FilterId, string Name, double PassedAtMs, string Annotations);
