namespace Boom.Core.Resilience;

/// <summary>How a <see cref="Retry"/> waits, and whom it tells.</summary>
public sealed record RetryOptions
{
    /// <summary>Median of the first wait; each further one is about twice as long.</summary>
    public required TimeSpan FirstWait { get; init; }

    /// <summary>No wait is longer, except that after a refusal (<see cref="Retry.RefusedWait"/>).</summary>
    public required TimeSpan LongestWait { get; init; }

    /// <summary>Whether a fault is tried again; if not, only <see cref="Retry.UntilAsync"/> waits.</summary>
    public bool RetriesFaults { get; init; } = true;

    /// <summary>Hears each fault that passes, and how many tries of the call have failed.</summary>
    public Action<TransientFaultException, int>? OnAway { get; init; }

    /// <summary>Hears each refusal that is tried again. Without it a refusal ends the call.</summary>
    public Action<PermanentFaultException>? OnRefused { get; init; }
}
