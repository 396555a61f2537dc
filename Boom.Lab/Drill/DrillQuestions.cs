using Boom.Core.Resilience;

namespace Boom.Lab.Drill;

/// <summary>Asks servers that have just come back and may be slow to answer.</summary>
internal sealed class DrillQuestions(TimeProvider time)
{
    const int MostTries = 50;

    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    static readonly RetryOptions Waits = new() { FirstWait = Look, LongestWait = Look };

    public async Task<T> AskAsync<T>(Func<ValueTask<T>> question, CancellationToken cancellationToken)
    {
        var tries = 0;
        return await new Retry(Waits, time, seed: 1).RunAsync(_ => question(), cancellationToken, () => ++tries < MostTries);
    }
}
