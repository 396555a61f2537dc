using Boom.Core.Bson;
using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Surveys;
using Boom.Inference;

namespace Boom.Enricher.Asked;

/// <summary>The memory with which one thread asks filters about one alert after the other.</summary>
/// <param name="survey">Whose alerts.</param>
/// <param name="time">Times evaluations.</param>
sealed class DemandRun(ISurvey survey, TimeProvider time) : IDisposable
{
    readonly FilterRun _run = new(time);
    readonly DemandCosts _costs = new();
    readonly PreparedAlert _prepared = new();
    readonly BsonWriter _writer = new();

    /// <summary>Asks whether a filter could let an alert pass.</summary>
    /// <param name="filters">The filters.</param>
    /// <param name="alert">The alert with what stands around it.</param>
    /// <param name="networks">Networks.</param>
    /// <param name="outcomes">Of those that have been decided on, in their order.</param>
    /// <param name="unknown">The scores of the others.</param>
    /// <param name="from">Number of the filter to begin with; those before it could not.</param>
    /// <param name="isSure">Whether the filter that is found passes whatever the unknown scores are.</param>
    /// <returns>Number of the filter; -1 for none.</returns>
    public int FindFirst(
        DemandFilters filters, in AlertQuestion alert, IReadOnlyList<ScheduledNetwork> networks, ReadOnlySpan<NetworkOutcome> outcomes, UnknownPaths unknown,
        int from, out bool isSure)
    {
        _writer.Reset();
        _prepared.Load(new FilterInput(Enriched(alert, networks, outcomes), alert.Object, alert.Partner), survey.FilterView, filters.Plan, unknown);
        var program = AlertDocuments.ProgramOf(survey, alert.Alert.Document.Span);
        return filters.FindFirst(_run, _costs, _prepared, program, from, out isSure);
    }

    /// <summary>Lets go of the documents.</summary>
    public void Clear() => _prepared.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _writer.Dispose();
    }

    // As it will be stored, as far as filters see it.
    ReadOnlyMemory<byte> Enriched(in AlertQuestion alert, IReadOnlyList<ScheduledNetwork> networks, ReadOnlySpan<NetworkOutcome> outcomes)
    {
        var stored = alert.Alert.Document.Span;
        _writer.BeginRoot();
        var fields = new BsonReader(stored);
        while (fields.Read())
        {
            if (fields.Name.SequenceEqual("properties"u8) || fields.Name.SequenceEqual("classifications"u8))
                continue;
            _writer.RawElements(fields.Element);
        }

        var properties = new BsonReader(alert.Fields.Span);
        while (properties.Read())
            _writer.RawElements(properties.Element);
        if (!ScoresBson.WriteClassifications(_writer, stored, networks, outcomes))
        {
            var scores = new BsonReader(stored);
            if (scores.Find("classifications"u8))
                _writer.RawElements(scores.Element);
        }

        return _writer.EndRoot();
    }
}

/// <summary>An alert about which filters are asked.</summary>
/// <param name="Alert">As stored.</param>
/// <param name="Fields">What enrichment has found out: a document with <c>properties</c>.</param>
/// <param name="Object">Its object.</param>
/// <param name="Partner">The object of the partner survey; empty when there is none.</param>
readonly record struct AlertQuestion(AlertToEnrich Alert, ReadOnlyMemory<byte> Fields, ReadOnlyMemory<byte> Object, ReadOnlyMemory<byte> Partner);
