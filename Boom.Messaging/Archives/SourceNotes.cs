using System.Globalization;

namespace Boom.Messaging.Archives;

/// <summary>What is to be said of a source beside its packets. Bounded, and the same however often the source is read.</summary>
sealed class SourceNotes
{
    const int MaxProblems = 1_000;
    const int MaxNames = 100_000;
    const int ShownNames = 5;

    readonly List<string> _problems = [];
    readonly HashSet<string> _told = new(StringComparer.Ordinal);
    readonly Names _passedOver = new();
    readonly Names _repeated = new();

    /// <summary>Sentences about what could not be read.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Sentences about what holds no packets, or is read already.</summary>
    public IReadOnlyList<string> Remarks
    {
        get
        {
            var remarks = new List<string>();
            if (_passedOver.Count > 0)
                remarks.Add($"Passed over, as {(_passedOver.Count == 1 ? "it holds" : "they hold")} text and no packets: {_passedOver}.");
            if (_repeated.Count > 0)
                remarks.Add($"Read once, as {(_repeated.Count == 1 ? "this leads" : "these lead")} to what is there under another name: {_repeated}.");
            return remarks;
        }
    }

    public void Tell(string problem)
    {
        if (_told.Count > MaxProblems || !_told.Add(problem))
            return;
        _problems.Add(_told.Count > MaxProblems ? $"There are more than {MaxProblems} such problems; the others are not listed." : problem);
    }

    /// <summary>Notes something for people that lies beside the packets.</summary>
    public void PassOver(string name) => _passedOver.Add(name);

    /// <summary>Notes a link, or another name, of something that is read under its first name.</summary>
    public void Repeat(string name) => _repeated.Add(name);

    sealed class Names
    {
        readonly HashSet<string> _all = new(StringComparer.Ordinal);
        readonly List<string> _shown = [];

        public int Count => _all.Count;

        public void Add(string name)
        {
            if (_all.Count < MaxNames && _all.Add(name) && _shown.Count < ShownNames)
                _shown.Add(name);
        }

        public override string ToString()
        {
            var shown = string.Join(", ", _shown);
            if (_all.Count <= ShownNames)
                return shown;
            var more = (_all.Count - ShownNames).ToString(CultureInfo.InvariantCulture);
            return $"{shown} and {more}{(_all.Count == MaxNames ? " or more" : "")} others";
        }
    }
}
