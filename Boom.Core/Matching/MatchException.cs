namespace Boom.Core.Matching;

/// <summary>A match document that cannot be used: one sentence names the path and the operator, and says what is allowed.</summary>
public sealed class MatchException(string message) : FormatException(message);
