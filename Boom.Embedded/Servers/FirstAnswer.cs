using Boom.Core.Resilience;
using Boom.Core.Text;

namespace Boom.Embedded.Servers;

/// <summary>
/// A server that has never answered ends a run, as its address may be wrong; but not at once: one that was started together with the run, on a busy machine, needs
/// a moment.
/// </summary>
static class FirstAnswer
{
    /// <summary>How long a server may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200), LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>Asks until there is an answer.</summary>
    /// <param name="ask">Asks once.</param>
    /// <param name="showWarning">Hears that the server is waited for.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TransientFaultException">There was none for <see cref="Patience"/>.</exception>
    public static async Task<T> OfAsync<T>(Func<CancellationToken, ValueTask<T>> ask, Action<string> showWarning, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var retry = new Retry(new RetryOptions { FirstWait = FirstWait, LongestWait = LongestWait, OnAway = Tell }, time, seed: 1);
        try
        {
            return await retry.RunAsync(ask, cancellationToken, () => time.GetElapsedTime(began) < Patience);
        }
        catch (TransientFaultException fault)
        {
            throw new TransientFaultException(
                FormattableString.Invariant(
                    $"{SentenceText.End(WithoutHope(fault.Message))} It has not answered for {Patience.TotalSeconds:0} s, since the start: start it, or see that its connection string names it."),
                fault);
        }

        // What a stage says that waits for good.
        static string WithoutHope(string sentence) => sentence.Replace(": the work goes on by itself when it is back", "", StringComparison.Ordinal);

        void Tell(TransientFaultException fault, int failed)
        {
            if (failed == 1)
                showWarning(FormattableString.Invariant($"{fault.Message} It is waited for up to {Patience.TotalSeconds:0} s."));
        }
    }
}
