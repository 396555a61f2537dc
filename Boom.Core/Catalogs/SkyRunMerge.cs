namespace Boom.Core.Catalogs;

/// <summary>Several runs as one; of equal rows those of an earlier run come first. Disposes of its runs.</summary>
sealed unsafe class SkyRunMerge : ISkyRun
{
    readonly ISkyRun[] _runs;
    readonly SkyRecord*[] _current;
    readonly int[] _heap;
    int _count;
    bool _started;

    public SkyRunMerge(ISkyRun[] runs)
    {
        _runs = runs;
        _current = new SkyRecord*[runs.Length];
        _heap = new int[runs.Length];
    }

    public SkyRecord* Current { get; private set; }

    public bool Read()
    {
        if (!_started)
            Start();
        else if (_count > 0 && !ReadFrom(_heap[0]))
            _heap[0] = _heap[--_count];
        if (_count == 0)
            return false;
        SiftDown(0);
        Current = _current[_heap[0]];
        return true;
    }

    public void Dispose()
    {
        foreach (var run in _runs)
            run.Dispose();
    }

    void Start()
    {
        _started = true;
        for (var i = 0; i < _runs.Length; i++)
        {
            if (ReadFrom(i))
                _heap[_count++] = i;
        }

        for (var i = (_count / 2) - 1; i > 0; i--)
            SiftDown(i);
    }

    bool ReadFrom(int run)
    {
        if (!_runs[run].Read())
            return false;
        _current[run] = _runs[run].Current;
        return true;
    }

    void SiftDown(int place)
    {
        var moved = _heap[place];
        while (true)
        {
            var child = (2 * place) + 1;
            if (child >= _count)
                break;
            if (child + 1 < _count && Before(_heap[child + 1], _heap[child]))
                child++;
            if (!Before(_heap[child], moved))
                break;
            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = moved;
    }

    bool Before(int left, int right)
    {
        var order = SkyRecord.Compare(_current[left], _current[right]);
        return order != 0 ? order < 0 : left < right;
    }
}
