using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <content>Orders to pause the intake.</content>
public sealed partial class SqliteStore
{
    const string IntakeTableExists = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'intake'";
    const string SelectPause = "SELECT reason, since_ms FROM intake WHERE survey = ?1";
    const string InsertPause = "INSERT INTO intake(survey, reason, since_ms) VALUES (?1, ?2, ?3) ON CONFLICT(survey) DO UPDATE SET reason = ?2";
    const string DeletePause = "DELETE FROM intake WHERE survey = ?1";

    /// <inheritdoc/>
    public ValueTask<IntakePause?> FindPauseAsync(Survey survey, CancellationToken cancellationToken)
        => new(Read(
            database => database.ReadInt64(IntakeTableExists) == 0
                ? null
                : database.Prepare(SelectPause).Bind(1, survey.ToUpperName()).First(row => new IntakePause(row.Text(0), row.Int64(1))),
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask PauseAsync(Survey survey, IntakePause pause, CancellationToken cancellationToken)
        => WriteAsync(
            database =>
            {
                database.Execute(SqliteSchema.IntakeTable);
                database.Prepare(InsertPause).Bind(1, survey.ToUpperName()).Bind(2, pause.Reason).Bind(3, pause.SinceMs).Run();
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ResumeAsync(Survey survey, CancellationToken cancellationToken)
        => WriteAsync(
            database =>
            {
                if (database.ReadInt64(IntakeTableExists) == 0)
                    return false;
                database.Prepare(DeletePause).Bind(1, survey.ToUpperName()).Run();
                return database.Changes > 0;
            },
            cancellationToken);
}
