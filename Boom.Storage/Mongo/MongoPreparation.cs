using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Mongo;

/// <summary>Makes and checks the collections and indexes of a store once, before any program starts, and brings stored alerts to the form of this version.</summary>
/// <param name="store">The store.</param>
/// <param name="surveys">Surveys that will be stored.</param>
/// <param name="time">Clock.</param>
/// <param name="tell">Hears how it goes, a sentence each.</param>
public sealed class MongoPreparation(MongoStore store, IReadOnlyList<Survey> surveys, TimeProvider time, Action<string> tell)
{
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    long? _silentSince;

    /// <summary>Prepares the store. Patience is for one that does not answer; one that builds indexes is waited for as long as it takes.</summary>
    /// <param name="patience">How long a store may not answer.</param>
    /// <param name="complete">Brings <c>properties</c> to the form of this version, see <see cref="MongoStore.UpgradeAlertsAsync"/>; null to leave them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TransientFaultException">The store has not answered for so long.</exception>
    public async Task RunAsync(TimeSpan patience, Func<Survey, ReadOnlySpan<byte>, byte[]?>? complete, CancellationToken cancellationToken)
    {
        var retry = new Retry(new RetryOptions { FirstWait = FirstPause, LongestWait = LongestPause, OnAway = OnAway }, time, seed: 1);
        await retry.RunAsync(PrepareAsync, cancellationToken, IsWaitedFor);

        bool IsWaitedFor() => _silentSince is not { } since || time.GetElapsedTime(since) < patience;

        void OnAway(TransientFaultException fault, int failures)
        {
            if (IsWaitedFor() && (failures == 1 || _silentSince is null))
                tell($"{fault.Message} Waiting for it.");
        }

        async ValueTask PrepareAsync(CancellationToken token)
        {
            _silentSince ??= time.GetTimestamp();
            await store.EnsureIndexesAsync(surveys, Tell, token);
            foreach (var survey in complete is null ? [] : surveys)
                await UpgradeAsync(survey, complete!, token);
        }
    }

    async Task UpgradeAsync(Survey survey, Func<Survey, ReadOnlySpan<byte>, byte[]?> complete, CancellationToken cancellationToken)
    {
        var told = time.GetTimestamp();
        var changed = await store.UpgradeAlertsAsync(survey, complete, Progress, cancellationToken);
        tell($"{survey.ToUpperName()}: {TotalAccount.Count(changed)} alerts brought to the form of this version.");

        void Progress(long looked, long done)
        {
            _silentSince = null;
            if (time.GetElapsedTime(told) < LongestPause)
                return;
            told = time.GetTimestamp();
            tell($"{survey.ToUpperName()}: {TotalAccount.Count(looked)} alerts looked at, {TotalAccount.Count(done)} changed");
        }
    }

    void Tell(IndexProgress progress)
    {
        _silentSince = null;
        var what = $"{progress.Collection}: building {progress.Indexes} {(progress.Indexes == 1 ? "index" : "indexes")}";
        var share = progress.Share is { } known ? FormattableString.Invariant($", {100 * known:0} %") : "";
        tell(progress.Elapsed == TimeSpan.Zero ? what : FormattableString.Invariant($"{what}{share}, for {progress.Elapsed.TotalSeconds:0} s"));
    }
}
