namespace Boom.Simulation.Stamps;

/// <summary>Canonical Huffman codes of limited length, as deflate wants them.</summary>
static class HuffmanCode
{
    /// <summary>Code lengths for the counts; 0 where the count is 0. At least two counts are not 0.</summary>
    public static byte[] Lengths(ReadOnlySpan<int> counts, int limit)
    {
        var flattened = counts.ToArray();
        while (true)
        {
            var lengths = Build(flattened);
            if (lengths.Max() <= limit)
                return lengths;
            // Counts closer to each other make a shallower tree.
            for (var i = 0; i < flattened.Length; i++)
                flattened[i] = flattened[i] == 0 ? 0 : (flattened[i] / 2) + 1;
        }
    }

    /// <summary>The codes of the lengths, each with its first bit lowest.</summary>
    public static int[] Codes(ReadOnlySpan<byte> lengths)
    {
        var perLength = new int[17];
        foreach (var length in lengths)
            perLength[length] += length == 0 ? 0 : 1;
        var next = new int[17];
        for (var length = 1; length <= 16; length++)
            next[length] = (next[length - 1] + perLength[length - 1]) << 1;
        var codes = new int[lengths.Length];
        for (var i = 0; i < lengths.Length; i++)
            codes[i] = lengths[i] == 0 ? 0 : Reverse(next[lengths[i]]++, lengths[i]);
        return codes;
    }

    /// <summary>The lowest bits in the opposite order.</summary>
    public static int Reverse(int bits, int count)
    {
        var reversed = 0;
        for (var i = 0; i < count; i++)
            reversed |= ((bits >> i) & 1) << (count - 1 - i);
        return reversed;
    }

    static byte[] Build(int[] counts)
    {
        var queue = new PriorityQueue<int, (int Count, int Order)>();
        var parents = new int[2 * counts.Length];
        var totals = new int[2 * counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            totals[i] = counts[i];
            if (counts[i] > 0)
                queue.Enqueue(i, (counts[i], i));
        }

        var node = counts.Length;
        for (; queue.Count > 1; node++)
        {
            int a = queue.Dequeue(), b = queue.Dequeue();
            parents[a] = parents[b] = node;
            totals[node] = totals[a] + totals[b];
            queue.Enqueue(node, (totals[node], node));
        }

        var lengths = new byte[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            for (var up = i; counts[i] > 0 && up != node - 1; up = parents[up])
                lengths[i]++;
        }

        return lengths;
    }
}
