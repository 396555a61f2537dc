namespace Boom.AlertWorker;

/// <summary>For each alert of a batch, the partner survey's object of each alias rule. Most alerts have none and take no room.</summary>
public sealed class AliasTable
{
    readonly Dictionary<long, string?[]> _found = [];
    string?[] _none = [];

    /// <summary>Notes a match.</summary>
    public void Add(long candid, int rule, int ruleCount, string objectId)
    {
        if (!_found.TryGetValue(candid, out var row))
            _found.Add(candid, row = new string?[ruleCount]);
        row[rule] = objectId;
    }

    /// <summary>Object per rule, null where there is none.</summary>
    public IReadOnlyList<string?> Of(long candid, int ruleCount)
    {
        if (_found.TryGetValue(candid, out var row))
            return row;
        if (_none.Length != ruleCount)
            _none = new string?[ruleCount];
        return _none;
    }
}
