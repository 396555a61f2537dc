using System.Runtime.ExceptionServices;
using Polly;
using Polly.Retry;

namespace Boom.Core.Resilience;

/// <summary>
/// The one retry of all programs, on Polly. After a <see cref="TransientFaultException"/> a call is made again without limit. The waits are jittered, so
/// that many workers do not come back at once, and about double: with a first wait of 100 ms and a longest of 10 s some 0.1, 0.2, 0.4 … 6.4 s, then 10 s.
/// After a <see cref="PermanentFaultException"/> it is made again every minute once something has worked; before that, or when nobody hears of it, the
/// fault ends the call. Any other exception ends it as well. A stop ends a wait at once, with an <see cref="OperationCanceledException"/>. A call that
/// begins after the stop is tried once.
/// </summary>
public sealed class Retry
{
    /// <summary>Time between two tries at what refuses: one minute, without jitter.</summary>
    public static readonly TimeSpan RefusedWait = TimeSpan.FromMinutes(1);

    static readonly ResiliencePropertyKey<(CancellationToken Stop, Func<bool>? GoesOn, bool UntilYes)> CallKey = new("boom.call");

    readonly RetryOptions _options;
    readonly ResiliencePipeline _pipeline;
    readonly Random _random;
    long _served;

    /// <param name="options">The waits.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <param name="seed">Of the jitter.</param>
    public Retry(RetryOptions options, TimeProvider time, int seed)
    {
        (_options, _random) = (options, new Random(seed));
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = options.FirstWait,
                MaxDelay = options.LongestWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = Draw,
                ShouldHandle = arguments => new(MustTryAgain(arguments)),
                DelayGenerator = static arguments => new(arguments.Outcome.Exception is PermanentFaultException ? RefusedWait : null),
            })
            .Build();
    }

    /// <summary>Calls until the call is served.</summary>
    /// <param name="call">Given the stop.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <param name="goesOn">Asked after each failed try whether there is to be another; null for always. If not, the fault is thrown.</param>
    public ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken stop, Func<bool>? goesOn = null) =>
        CallAsync(call, stop, goesOn, untilYes: false);

    /// <inheritdoc cref="RunAsync{T}"/>
    public async ValueTask RunAsync(Func<CancellationToken, ValueTask> call, CancellationToken stop, Func<bool>? goesOn = null) => await RunAsync(
        async token =>
        {
            await call(token);
            return true;
        },
        stop,
        goesOn);

    /// <summary>Asks until the answer is yes. False when it is not to go on.</summary>
    /// <param name="ask">Given the stop.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <param name="goesOn">Asked after each no, and after each fault that passes.</param>
    public async ValueTask<bool> UntilAsync(Func<CancellationToken, ValueTask<bool>> ask, CancellationToken stop, Func<bool>? goesOn = null)
    {
        var isYes = await CallAsync(ask, stop, goesOn, untilYes: true);
        if (!isYes)
            stop.ThrowIfCancellationRequested();
        return isYes;
    }

    /// <summary>Has work done, and begun again after each fault. The waits grow from fault to fault until <see cref="Served"/>.</summary>
    /// <param name="work">Does not end by itself. Given the stop.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunForeverAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        Exception? first = null;
        while (true)
            await RunAsync(BeginAsync, stop);

        // A fault of work that was served is the first of its row: it is thrown in a call of its own, for which the waits begin anew.
        async ValueTask BeginAsync(CancellationToken token)
        {
            if (first is { } fault)
            {
                first = null;
                ExceptionDispatchInfo.Throw(fault);
            }

            var served = Volatile.Read(ref _served);
            try
            {
                await work(token);
            }
            catch (Exception last) when (Volatile.Read(ref _served) != served && IsRetried(last, token))
            {
                first = last;
            }
        }
    }

    /// <summary>Something has worked: a refusal from now on is tried again. Said by <see cref="RunForeverAsync"/>'s work; known of other calls.</summary>
    public void Served() => Interlocked.Increment(ref _served);

    /// <summary>Whether a fault is one after which a call is made again.</summary>
    /// <param name="fault">As caught.</param>
    /// <param name="asked">What we may have cancelled the call by.</param>
    public bool IsRetried(Exception fault, CancellationToken asked) => _options.RetriesFaults && (fault is PermanentFaultException
        ? _options.OnRefused is not null && Volatile.Read(ref _served) > 0
        : TransientFaultException.Of(fault, asked) is not null);

    async ValueTask<T> CallAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken stop, Func<bool>? goesOn, bool untilYes)
    {
        var isLate = stop.IsCancellationRequested;
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, isLate ? CancellationToken.None : stop);
        context.Properties.Set(CallKey, (stop, isLate ? static () => false : goesOn, untilYes));
        try
        {
            var answer = await _pipeline.ExecuteAsync(static (_, state) => state.call(state.stop), context, (call, stop));
            Served();
            return answer;
        }
        catch (Exception fault) when (stop.IsCancellationRequested && IsRetried(fault, stop))
        {
            throw new OperationCanceledException(fault.Message, fault, stop);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    bool MustTryAgain(RetryPredicateArguments<object> arguments)
    {
        var call = arguments.Context.Properties.GetValue(CallKey, default);
        if (arguments.Outcome.Exception is not { } fault)
            return call.UntilYes && arguments.Outcome.Result is false && call.GoesOn?.Invoke() != false;
        if (!IsRetried(fault, call.Stop))
            return false;
        if (fault is PermanentFaultException refusal)
            _options.OnRefused!(refusal);
        else
            _options.OnAway?.Invoke(TransientFaultException.Of(fault, call.Stop)!, arguments.AttemptNumber + 1);
        return call.GoesOn?.Invoke() != false;
    }

    double Draw()
    {
        lock (_random)
            return _random.NextDouble();
    }
}
