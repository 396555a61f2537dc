namespace Boom.Core.Filters;

/// <summary>A pipeline that cannot be used: one sentence names the stage and the place in it, what is wrong and what is allowed.</summary>
public sealed class FilterException : FormatException
{
    /// <param name="stage">The stage, counted from 1; 0 when it is the pipeline.</param>
    /// <param name="stageName">Its name, such as <c>$match</c>.</param>
    /// <param name="path">The place in the stage, such as <c>annotations.age</c>; empty for the stage itself.</param>
    /// <param name="reason">What is wrong and what is allowed, without a full stop.</param>
    public FilterException(int stage, string stageName, string path, string reason)
        : base(Sentence(stage, stageName, path, reason))
        => (Stage, StageName, Path, Reason) = (stage, stageName, path, reason);

    /// <summary>The stage, counted from 1; 0 when it is the pipeline.</summary>
    public int Stage { get; }

    /// <summary>The name of the stage; empty when it is the pipeline.</summary>
    public string StageName { get; }

    /// <summary>The place in the stage; empty for the stage itself.</summary>
    public string Path { get; }

    /// <summary>What is wrong and what is allowed.</summary>
    public string Reason { get; }

    static string Sentence(int stage, string stageName, string path, string reason)
    {
        if (stage == 0)
            return $"{reason}.";
        var place = path.Length > 0 ? $" at '{path}'" : "";
        return $"Stage {stage} ({stageName}){place}: {reason}.";
    }
}
