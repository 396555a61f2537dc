using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <summary>The dead letters' rows.</summary>
static class DeadLetterTable
{
    const string Columns =
        "id, survey, stage, reason, detail, attempts, topic, partition, record_offset, timestamp_ms, candid, object_id, at_ms";

    const string Put = $"INSERT OR REPLACE INTO dead_letters({Columns}, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    const string ListNewest = $"SELECT {Columns} FROM dead_letters ORDER BY at_ms DESC, id LIMIT ?";
    const string FindOne = $"SELECT {Columns}, payload FROM dead_letters WHERE id = ?";
    const string DeleteOne = "DELETE FROM dead_letters WHERE id = ?";
    const string DeleteOfPackets =
        "DELETE FROM dead_letters WHERE topic = ? AND partition = ? AND record_offset BETWEEN ? AND ? AND stage = '" + DeadLetterStages.Alert + "'";

    const string ListOld = $"SELECT {Columns} FROM dead_letters WHERE survey = ? AND at_ms < ? ORDER BY at_ms LIMIT ?";
    const string CountOfSurvey = "SELECT COUNT(*) FROM dead_letters WHERE survey = ?";

    public static void Add(SqliteDatabase database, IReadOnlyList<DeadLetter> letters)
    {
        foreach (var letter in letters)
        {
            database.Prepare(Put)
                .Bind(1, letter.Id).Bind(2, letter.Survey.ToUpperName()).Bind(3, letter.Stage).Bind(4, letter.Reason)
                .Bind(5, letter.Detail).Bind(6, letter.Attempts).Bind(7, letter.Origin.Topic).Bind(8, letter.Origin.Partition)
                .Bind(9, letter.Origin.Offset).Bind(10, letter.Origin.TimestampMs).Bind(11, letter.Candid).Bind(12, letter.ObjectId)
                .Bind(13, letter.AtMs).Bind(14, letter.Payload.Span).Run();
        }
    }

    public static IReadOnlyList<DeadLetter> List(SqliteDatabase database, int limit)
        => database.Prepare(ListNewest).Bind(1, Math.Max(0, limit)).All(row => Read(row, default));

    /// <summary>Letters of a survey from before a time, oldest first, without payload.</summary>
    public static IReadOnlyList<DeadLetter> ListBefore(SqliteDatabase database, Survey survey, long beforeMs, int limit)
        => database.Prepare(ListOld).Bind(1, survey.ToUpperName()).Bind(2, beforeMs).Bind(3, limit).All(row => Read(row, default));

    public static DeadLetter? Find(SqliteDatabase database, string id) => database.Prepare(FindOne).Bind(1, id).First(row => Read(row, row.Blob(13).ToArray()));

    public static void Remove(SqliteDatabase database, string id) => database.Prepare(DeleteOne).Bind(1, id).Run();

    /// <summary>Forgets the packets' own letters: something else has become of them.</summary>
    public static void RemoveOfPackets(SqliteDatabase database, string topic, int partition, long first, long last)
        => database.Prepare(DeleteOfPackets).Bind(1, topic).Bind(2, partition).Bind(3, first).Bind(4, last).Run();

    public static long Count(SqliteDatabase database, Survey survey) => database.Prepare(CountOfSurvey).Bind(1, survey.ToUpperName()).First(row => row.Int64(0));

    static DeadLetter Read(SqliteStatement row, ReadOnlyMemory<byte> payload)
    {
        _ = SurveyNames.TryParse(row.Text(1), out var survey);
        return new(
            row.Text(0), survey, row.Text(2), row.Text(3), row.Text(4), row.Int32(5),
            new(row.Text(6), row.Int32(7), row.Int64(8), row.Int64(9)),
            row.IsNull(10) ? null : row.Int64(10), row.IsNull(11) ? null : row.Text(11), row.Int64(12), payload);
    }
}
