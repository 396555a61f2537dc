using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <content>Alerts of bodies of the solar system.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BodyAlerts>> ReadBodyAlertsAsync(Survey survey, IReadOnlyList<BodySpan> spans, int limit, CancellationToken cancellationToken)
    {
        if (spans.Count == 0 || limit <= 0 || SurveyCatalog.Default.DesignationField(survey) is not { } field || !Read(database => HasTables(database, survey), cancellationToken))
            return [.. spans.Select(_ => BodyAlerts.None)];
        while (true)
        {
            if (TryReadBodies(survey, spans, limit, cancellationToken) is { } found)
                return found;
            while (!await WriteAsync(database => BodyAlertTable.CompleteSome(database, survey, field), cancellationToken))
                cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // Null when a program that does not know the table has written alerts.
    List<BodyAlerts>? TryReadBodies(Survey survey, IReadOnlyList<BodySpan> spans, int limit, CancellationToken cancellationToken) => Read<List<BodyAlerts>?>(
        database =>
        {
            if (!BodyAlertTable.IsComplete(database, survey))
                return _unwritable ? throw BodyAlertTable.Incomplete(database) : null;
            using var bson = new BsonWriter();
            return spans.Select(span => BodyAlerts.Of(BodyAlertTable.Find(database, survey, span, limit + 1, bson).Select(alert => (ReadOnlyMemory<byte>)alert), limit)).ToList();
        },
        cancellationToken);
}
