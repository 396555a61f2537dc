namespace Boom.Tests.Support;

/// <summary>The clock of a machine that is set wrong, and may be set anew.</summary>
/// <param name="offset">How far it is ahead.</param>
sealed class ShiftedTime(TimeSpan offset) : TimeProvider
{
    /// <summary>How far it is ahead.</summary>
    public TimeSpan Offset { get; set; } = offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
}
