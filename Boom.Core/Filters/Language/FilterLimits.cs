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

    /// <summary>Paths of a pipeline that get a place in the index of every alert; others are walked.</summary>
    public const int IndexedPaths = 1000;

    /// <summary>Levels of a value that a filter computes.</summary>
    public const int ValueDepth = 100;

    /// <summary>
    /// Steps of one evaluation: elements that it goes through or makes, each with the operators that are applied to it. A light curve of 10,000 points four
    /// hundred times over.
    /// </summary>
    public const int Steps = 4_000_000;

    /// <summary>Values and fields that one evaluation may make.</summary>
    public const int Values = 1_000_000;

    /// <summary>Elements of the constants that are computed when a pipeline is compiled; what is more is computed when it runs.</summary>
    public const int ConstantItems = 100_000;

    /// <summary>Bytes of a document that an evaluation makes: MongoDB's limit.</summary>
    public const int ResultBytes = 16 << 20;

    /// <summary>Bytes of the annotations of an alert.</summary>
    public const int AnnotationBytes = 1 << 20;

    /// <summary>Elements that one comparison may look at.</summary>
    public const int ComparedItems = 1_000_000;

    /// <summary>How long one evaluation may take, whatever its steps. It is the last resort: a machine that stands still for a while fails no filter.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of text that one evaluation may make.</summary>
    public const int TextBytes = 1 << 20;
}
