using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Enricher.Stored;

namespace Boom.Embedded.Later;

/// <summary>A run over the stored alerts of a survey that waits for a store that is away, and keeps how far it is.</summary>
/// <param name="enrichment">What is done.</param>
/// <param name="progress">How far it is.</param>
/// <param name="survey">Whose alerts.</param>
/// <param name="time">Clock.</param>
/// <param name="tell">Hears the account so far, after each part.</param>
/// <param name="complain">Hears of a store that is away.</param>
public sealed class LaterRun(
    StoredEnrichment enrichment, LaterProgress progress, Survey survey, TimeProvider time, Action<StoredAccount> tell, Action<string> complain)
{
    /// <summary>Runs to the end.</summary>
    /// <exception cref="PermanentFaultException">The store refuses.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var retry = new Retry(
            new RetryOptions { FirstWait = TimeSpan.FromMilliseconds(200), LongestWait = TimeSpan.FromSeconds(10), OnAway = (fault, _) => complain(fault.Message) },
            time, seed: 1);
        await retry.RunAsync(
            async stopping => await enrichment.RunAsync(
                progress.CursorOf(survey),
                (part, cursor) =>
                {
                    progress.Add(survey, part, cursor);
                    tell(progress.Account);
                },
                stopping),
            stop);
        progress.Finish(survey);
    }
}
