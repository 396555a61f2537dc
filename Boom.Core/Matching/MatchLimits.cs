namespace Boom.Core.Matching;

/// <summary>What bounds time and stack of compiling and of evaluating a condition.</summary>
static class MatchLimits
{
    /// <summary>Characters of a condition's JSON text, and bytes of its BSON.</summary>
    public const int Length = 1 << 20;

    /// <summary>Levels of objects and arrays in a condition. The parts of the paths on the way count as levels too, as each may take stack.</summary>
    public const int Depth = 64;

    /// <summary>Parts of one path.</summary>
    public const int PathParts = 32;

    /// <summary>
    /// Parts of one path that are numbers. Each may be a key or an index, so an element of an array is looked at in two ways, and the ways multiply.
    /// </summary>
    public const int NumericParts = 8;

    /// <summary>Characters of a regular expression.</summary>
    public const int PatternLength = 1000;

    /// <summary>Product of the repetition counts of a regular expression, such as <c>{1,40}</c>, which its automaton unfolds.</summary>
    public const int Repetitions = 1000;
}
