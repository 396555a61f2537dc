using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>An operator with its argument while it is compiled.</summary>
readonly record struct OperatorCall(ExpressionCompiler Compiler, string Name, Place Place, ExpressionScope Scope)
{
    public FilterException Fault(string reason) => Place.Fault($"{Name} {reason}");

    public Expression Compile(in FilterValue source) => Compiler.Compile(source, Place, Scope);

    /// <summary>The operands of an operator that takes a number of them.</summary>
    public Expression[] Operands(in FilterValue argument, int least, int most = int.MaxValue)
    {
        var operands = Compiler.Operands(argument, Place, Scope);
        if (operands.Length >= least && operands.Length <= most)
            return operands;
        var wanted = least == most ? $"{least}" : most == int.MaxValue ? $"at least {least}" : $"{least} to {most}";
        throw Fault($"takes {wanted} operand{(most == 1 ? "" : "s")}, not {operands.Length}");
    }

    public Expression One(in FilterValue argument) => Operands(argument, 1, 1)[0];

    /// <summary>The parts of an operator that takes an object with names of its own; a part that is not there has no value.</summary>
    public FilterValue[] Named(in FilterValue argument, string[] required, string[] optional)
    {
        if (argument.Type != BsonType.Document)
            throw Fault($"takes an object with {string.Join(", ", required)}");
        string[] names = [.. required, .. optional];
        var parts = new FilterValue[names.Length];
        var walker = new ElementWalker(argument);
        while (walker.Next())
        {
            var name = Encoding.UTF8.GetString(walker.Name);
            var index = Array.IndexOf(names, name);
            if (index < 0)
                throw Fault($"does not know '{name}', it takes {string.Join(", ", names)}");
            parts[index] = walker.Value;
        }

        for (var i = 0; i < required.Length; i++)
        {
            if (parts[i].IsMissing)
                throw Fault($"needs '{required[i]}'");
        }

        return parts;
    }
}
