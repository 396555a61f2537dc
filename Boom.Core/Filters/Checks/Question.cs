namespace Boom.Core.Filters.Checks;

/// <summary>Whether any alert has a field that a filter asks for, and of a type that it can be compared with.</summary>
/// <param name="read">Where it is asked for.</param>
sealed class Question(FieldRead read)
{
    public FieldRead Read => read;

    /// <summary>Paths in the alert, of which any will do; none where the field is not the alert's.</summary>
    public IReadOnlyList<string> Paths { get; } = read.Shape is InputFields input ? input.Paths : [];

    /// <summary>Types that were found.</summary>
    public ValueKinds Found { get; private set; }

    /// <summary>Whether there is nothing to be told any more.</summary>
    public bool IsSettled => read.ComparedWith == ValueKinds.None ? Found != ValueKinds.None : (Found & read.ComparedWith) != ValueKinds.None;

    /// <exception cref="Bson.BsonFormatException">A document cannot be read.</exception>
    public void Look(in FilterInput input, FilterView view)
    {
        foreach (var path in Paths)
            Found |= FieldValues.KindsAt(input, view, path);
    }
}
