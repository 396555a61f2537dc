namespace Boom.Core.Pipeline;

/// <summary>How a worker takes its messages.</summary>
/// <param name="BatchSize">Most messages of one claim.</param>
/// <param name="Lease">Time after which an unsettled message goes to somebody else.</param>
/// <param name="MaximumAttempts">Attempts after which a message that breaks the processing is given up.</param>
/// <param name="PollInterval">Wait between two looks at an empty queue.</param>
public sealed record LeaseLoopSettings(int BatchSize, TimeSpan Lease, int MaximumAttempts, TimeSpan PollInterval);
