using Boom.Core.Resilience;

namespace Boom.Embedded.Pipeline;

/// <summary>
/// A server that has never answered ends a run, as its address may be wrong; but not at once: one that was started together with the run, on a busy machine, needs
/// a moment.
/// </summary>
static class FirstAnswer
{
    /// <summary>How long a server may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Asks until there is an answer.</summary>
    /// <param name="ask">Asks once.</param>
    /// <param name="showWarning">Hears that the server is waited for.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TransientFaultException">There was none for <see cref="Patience"/>.</exception>
    public static async Task<T> OfAsync<T>(Func<ValueTask<T>> ask, Action<string> showWarning, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return await ask();
            }
            catch (TransientFaultException fault) when (time.GetElapsedTime(started) < Patience)
            {
                if (isFirst)
                    showWarning(FormattableString.Invariant($"{fault.Message} It is waited for up to {Patience.TotalSeconds:0} s."));
            }
            catch (TransientFaultException fault)
            {
                throw new TransientFaultException(
                    FormattableString.Invariant($"A server has not answered for {Patience.TotalSeconds:0} s, since the start: start it, or see that its connection string names it."), fault);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
