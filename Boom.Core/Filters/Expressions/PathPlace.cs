namespace Boom.Core.Filters.Expressions;

/// <summary>Where the value of a path is found without walking the document.</summary>
/// <param name="Slot">The place in the index; −1 for none.</param>
/// <param name="Depth">How many parts of the path lead there.</param>
readonly record struct PathPlace(int Slot, int Depth)
{
    /// <summary>The document must be walked.</summary>
    public static PathPlace None => new(-1, 0);
}
