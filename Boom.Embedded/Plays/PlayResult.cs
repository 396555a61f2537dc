namespace Boom.Embedded.Plays;

/// <summary>What a play has done.</summary>
/// <param name="Topic">Where it was published.</param>
/// <param name="Published">Packets published by this call.</param>
/// <param name="AlreadyPublished">Packets of the same play that earlier calls published.</param>
/// <param name="Resumed">The play was begun before and went on, or had been finished.</param>
/// <param name="Finished">The source is played to its end.</param>
/// <param name="Problems">Sentences about parts of the source that could not be read.</param>
public sealed record PlayResult(
    string Topic, long Published, long AlreadyPublished, bool Resumed, bool Finished, IReadOnlyList<string> Problems)
{
    /// <summary>The same source had been played to its end before.</summary>
    public bool NothingLeft => Resumed && Finished && Published == 0;
}
