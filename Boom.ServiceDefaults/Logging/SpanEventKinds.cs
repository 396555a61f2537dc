namespace Boom.ServiceDefaults.Logging;

/// <summary>Points in the life of a span that are told as a line of the log: <c>BOOM_SPAN_EVENTS</c>, words separated by commas.</summary>
[Flags]
public enum SpanEventKinds
{
    /// <summary>No lines.</summary>
    None = 0,

    /// <summary>It is made.</summary>
    New = 1,

    /// <summary>A thread goes on with it.</summary>
    Enter = 2,

    /// <summary>A thread leaves it, as it has ended or waits.</summary>
    Exit = 4,

    /// <summary>It has ended: with the time that threads were at work in it, and the time that none was.</summary>
    Close = 8,

    /// <summary>Every entry and exit.</summary>
    Active = Enter | Exit,

    /// <summary>All of them.</summary>
    Full = New | Active | Close,
}
