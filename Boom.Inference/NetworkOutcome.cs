using Boom.Core.Store;

namespace Boom.Inference;

/// <summary>What became of one network at one alert.</summary>
/// <param name="Score">The score; NaN when there is none.</param>
/// <param name="Reason">Why there is none, e.g. <c>policy</c>, <c>no cutouts</c>, <c>stamp: …</c>, <c>input NAME is missing</c>; null when there is one.</param>
public readonly record struct NetworkOutcome(float Score, string? Reason)
{
    /// <summary>The reason of a network that the policy does not want.</summary>
    public const string Policy = "policy";

    /// <summary>The reason of a network whose score no active filter asks for.</summary>
    public const string NotAsked = AskedScores.NotAsked;

    /// <summary>The reason of a network that looks at cutouts, where there are none.</summary>
    public const string NoCutouts = "no cutouts";

    /// <summary>The reason of every network where there is no point of light to measure.</summary>
    public const string NoLightCurve = "empty light curve";

    /// <summary>Whether there is a score.</summary>
    public bool HasScore => Reason is null;
}
