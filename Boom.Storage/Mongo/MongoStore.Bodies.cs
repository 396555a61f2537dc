using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;

namespace Boom.Storage.Mongo;

/// <content>Alerts of bodies of the solar system, found in the index of their designation and time (<see cref="ISurvey.Indexes"/>).</content>
public sealed partial class MongoStore
{
    /// <summary>Bodies that are asked for at once: each is a request of its own, as each has a time and a limit of its own.</summary>
    const int BodiesAtOnce = 8;

    static readonly BsonDocument BodyFields = new(BodyAlertFields.Paths.Select(path => new BsonElement(path, 1)));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BodyAlerts>> ReadBodyAlertsAsync(Survey survey, IReadOnlyList<BodySpan> spans, int limit, CancellationToken cancellationToken)
    {
        if (spans.Count == 0 || limit <= 0 || _surveys.DesignationField(survey) is not { } field)
            return [.. spans.Select(_ => BodyAlerts.None)];
        await _format.CheckAsync(cancellationToken);
        var answers = new List<BodyAlerts>(spans.Count);
        foreach (var some in spans.Chunk(BodiesAtOnce))
            answers.AddRange(await Task.WhenAll(some.Select(span => ReadBodyAsync(survey, field, span, limit, cancellationToken))));
        return answers;
    }

    async Task<BodyAlerts> ReadBodyAsync(Survey survey, string field, BodySpan span, int limit, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument
        {
            { $"candidate.{field}", span.Designation }, { "candidate.jd", new BsonDocument { { "$gte", span.FromJd }, { "$lte", span.ToJd } } },
        };
        var options = MongoServer.Options(BodyFields, limit + 1, NewestFirst, limit + 1);
        var found = await _server.FindAsync(_server.Alerts(survey), filter, options, cancellationToken);
        return BodyAlerts.Of(found.Select(alert => (ReadOnlyMemory<byte>)alert.ToArray()), limit);
    }
}
