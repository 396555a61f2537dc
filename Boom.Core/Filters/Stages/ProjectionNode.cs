using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary>What happens to a field of a projection.</summary>
enum ProjectionKind
{
    /// <summary>It is kept.</summary>
    Include,

    /// <summary>It is left out.</summary>
    Exclude,

    /// <summary>It is computed.</summary>
    Compute,

    /// <summary>Something happens to fields inside it.</summary>
    Branch,
}

/// <summary>A field of a projection, with the fields inside it.</summary>
sealed class ProjectionNode(FieldName name, ProjectionKind kind, Expression? value)
{
    public FieldName Name => name;

    public ProjectionKind Kind => kind;

    /// <summary>What is computed.</summary>
    public Expression? Value => value;

    /// <summary>The fields inside, in the order written.</summary>
    public List<ProjectionNode> Children { get; } = [];

    /// <summary>Whether something is computed in it.</summary>
    public bool Computes { get; set; }

    /// <summary>The place of a child; −1 when there is none of that name.</summary>
    public int Find(ReadOnlySpan<byte> field)
    {
        for (var i = 0; i < Children.Count; i++)
        {
            var known = Children[i].Name.Utf8;
            if (known.Length == field.Length && field.SequenceEqual(known))
                return i;
        }

        return -1;
    }
}
