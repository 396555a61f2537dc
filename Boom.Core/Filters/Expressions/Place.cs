namespace Boom.Core.Filters.Expressions;

/// <summary>Where in a pipeline the compiler is.</summary>
/// <param name="Stage">The stage, counted from 1.</param>
/// <param name="StageName">Its name.</param>
/// <param name="Path">The place in it.</param>
readonly record struct Place(int Stage, string StageName, string Path)
{
    public Place At(string name) => this with { Path = Path.Length == 0 ? name : $"{Path}.{name}" };

    public FilterException Fault(string reason) => new(Stage, StageName, Path, reason);
}
