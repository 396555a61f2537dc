using Boom.Core.Pipeline;

namespace Boom.Cli.Hosting;

/// <summary>The store of a data folder, opened for one command.</summary>
/// <param name="Alerts">Documents, ledger and dead letters.</param>
/// <param name="Reader">Look-ups.</param>
/// <param name="Plays">The play journal.</param>
/// <param name="Owner">Disposed with the session.</param>
internal sealed record StoreSession(IAlertStore Alerts, IAlertReader Reader, IPlayJournal Plays, IAsyncDisposable? Owner) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Owner?.DisposeAsync() ?? ValueTask.CompletedTask;

    public static ValueTask<StoreSession> OpenReadOnlyAsync(string folder, CancellationToken cancellationToken) => throw new CliException(ExitCode.Missing, folder);
    public static ValueTask<StoreSession> OpenForWritingAsync(string folder, TimeProvider time, CancellationToken cancellationToken) => throw new CliException(ExitCode.Missing, folder + time);
}
