namespace Boom.Core.Matching;

/// <summary>A condition on a document.</summary>
abstract class MatchNode
{
    /// <summary>Whether it holds for a document, of which fields of the overlay take the place; the overlay may be empty.</summary>
    public abstract bool Matches(ReadOnlySpan<byte> document, ReadOnlySpan<byte> overlay);

    /// <summary>A path yields a value that passes the test. A negation is one of the whole path, not of one of its values.</summary>
    public static MatchNode On(MatchPath path, ValueTest test) => test switch
    {
        NotTest not => new NotNode(On(path, not.Inner)),
        AllTest { Tests: [var one] } => On(path, one),
        AllTest all => new AllNode([.. all.Tests.Select(each => On(path, each))]),
        _ => new PathNode(path, test),
    };
}

sealed class PathNode(MatchPath path, ValueTest test) : MatchNode
{
    public MatchPath Path => path;

    public ValueTest Test => test;

    public override bool Matches(ReadOnlySpan<byte> document, ReadOnlySpan<byte> overlay) => path.Any(document, overlay, test);
}

sealed class NotNode(MatchNode inner) : MatchNode
{
    public MatchNode Inner => inner;

    public override bool Matches(ReadOnlySpan<byte> document, ReadOnlySpan<byte> overlay) => !inner.Matches(document, overlay);
}

sealed class AllNode(MatchNode[] nodes) : MatchNode
{
    public MatchNode[] Nodes => nodes;

    public override bool Matches(ReadOnlySpan<byte> document, ReadOnlySpan<byte> overlay)
    {
        foreach (var node in nodes)
        {
            if (!node.Matches(document, overlay))
                return false;
        }

        return true;
    }
}

sealed class AnyNode(MatchNode[] nodes) : MatchNode
{
    public MatchNode[] Nodes => nodes;

    public override bool Matches(ReadOnlySpan<byte> document, ReadOnlySpan<byte> overlay)
    {
        foreach (var node in nodes)
        {
            if (node.Matches(document, overlay))
                return true;
        }

        return false;
    }
}
