using Boom.Core.Resilience;
using Boom.Core.Surveys;

namespace Boom.Messaging.Registry;

/// <summary>What is known of a number: its schema, that nobody knows it, or that nobody could be asked.</summary>
/// <param name="answer">The answer; null when nobody could be asked.</param>
/// <param name="fault">Why nobody could be asked, a sentence; empty when somebody could.</param>
/// <param name="isRefusal">Whether waiting does not mend that.</param>
/// <param name="askAgainAt">Time stamp from which on it is asked again; <see cref="Never"/> for what is certain.</param>
sealed class SchemaEntry(WriterSchema? answer, string fault, bool isRefusal, long askAgainAt)
{
    public const long Never = long.MaxValue;

    /// <summary>Whether somebody could be asked.</summary>
    public bool IsAnswered => answer is not null;

    /// <summary>Whether there is a schema.</summary>
    public bool IsKnown => answer?.Json is not null;

    /// <summary>Whether the schema is that of this build, and somebody who might know better could not be asked.</summary>
    public bool IsProvisional => IsKnown && askAgainAt != Never;

    /// <summary>Whether it holds still.</summary>
    public bool Holds(TimeProvider time) => askAgainAt == Never || time.GetTimestamp() < askAgainAt;

    /// <summary>The answer.</summary>
    /// <exception cref="TransientFaultException">Nobody could be asked.</exception>
    /// <exception cref="PermanentFaultException">Somebody does not let us in.</exception>
    public WriterSchema Answer => answer ?? throw (isRefusal ? new PermanentFaultException(fault) : new TransientFaultException(fault));
}
