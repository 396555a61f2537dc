using Boom.Core.Resilience;

namespace Boom.Consumer;

/// <summary>
/// Repeats calls to servers until there is no <see cref="TransientFaultException"/>, with the pauses of <see cref="Backoff"/>. Ends early
/// only by cancellation or by another exception.
/// </summary>
sealed class PatientCaller(TimeProvider timeProvider, int seed)
{
    readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(15), seed);

    public int Failures => _backoff.Failures;

    public Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(_backoff.Next(), timeProvider, cancellationToken);

    public async ValueTask<T> RunAsync<T>(
        Func<CancellationToken, ValueTask<T>> call, Action<TransientFaultException, int> onFault, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var result = await call(cancellationToken);
                _backoff.Reset();
                return result;
            }
            catch (Exception exception) when (TransientFaultException.Of(exception, cancellationToken) is not null)
            {
                var fault = TransientFaultException.Of(exception, cancellationToken)!;
                var pause = _backoff.Next();
                onFault(fault, _backoff.Failures);
                await Task.Delay(pause, timeProvider, cancellationToken);
            }
        }
    }

    public async ValueTask RunAsync(
        Func<CancellationToken, ValueTask> call, Action<TransientFaultException, int> onFault, CancellationToken cancellationToken) =>
        await RunAsync(
            async token =>
            {
                await call(token);
                return true;
            },
            onFault,
            cancellationToken);
}
