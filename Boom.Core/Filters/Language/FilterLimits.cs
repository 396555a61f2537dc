namespace Boom.Core.Filters;

/// <summary>What bounds the time, the stack and the memory of compiling a pipeline and of evaluating it once.</summary>
public static class FilterLimits
{
    /// <summary>Characters of a pipeline's JSON text.</summary>
    public const int Length = 1 << 20;

    /// <summary>Levels of objects and arrays in a pipeline.</summary>
    public const int Depth = 100;

    /// <summary>Stages of a pipeline.</summary>
    public const int Stages = 200;

    /// <summary>Operators, values and paths of a pipeline.</summary>
    public const int Nodes = 50_000;

    /// <summary>Parts of one path.</summary>
    public const int PathParts = 32;

    /// <summary>Levels of a value that a filter computes.</summary>
    public const int ValueDepth = 100;

    /// <summary>Elements that one evaluation may go through or make: a light curve of 10,000 points a hundred times over.</summary>
    public const int Steps = 1_000_000;

    /// <summary>Bytes of text that one evaluation may make.</summary>
    public const int TextBytes = 1 << 20;
}
