using System.Collections.Immutable;

namespace Detainees.Forms;

internal sealed partial class ExpressionBinder
{
    private Operation BindCall(Expression.Call call, Location context, ReferenceUse use, bool many)
    {
        if (!FunctionTable.All.TryGetValue(call.Name, out var function))
        {
            if (FunctionTable.Refused.TryGetValue(call.Name, out var reason))
                Fail(DiagnosticCodes.NotSupported, call.Start, $"The function {call.Name}() cannot be used: {reason}.");
            else
                Fail(DiagnosticCodes.FunctionUnknown, call.Start, $"There is no function {call.Name}().",
                    Names.Near(call.Name, FunctionTable.All.Keys) is { } near ? near + "()" : null);
            return Nothing;
        }

        if (!HasArity(call, function)) return Nothing;
        if (FunctionTable.NotPortable.Contains(call.Name))
            Warn(DiagnosticCodes.NotPortable, call.Start, $"{call.Name}() works here but ODK Collect refuses it.",
                call.Name switch { "substring" => "substr()", "floor" => "int()", _ => null });
        switch (call.Name)
        {
            case "current" or "instance" or "randomize":
                return BindNodes(call, context, use, many);
            case "indexed-repeat":
                return BindIndexedRepeat(call, context)?.Operation ?? Nothing;
            case "position":
                return BindPosition(call, context);
            case "count" or "count-non-empty":
                return BindCount(call, context);
            case "regex":
                return BindRegex(call, context);
            case "once":
                var fresh = Bind(call.Arguments[0], context, ReferenceUse.Value, many: false);
                return Operation.From((in Frame f) => f.Current.Source.Stored(f.Current) is { Length: > 0 } kept ? XValue.Of(kept) : fresh.Evaluate(f));
            case "jr:choice-name":
                return BindChoiceName(call, context);
            case "pulldata":
                return BindPullData(call, context);
            default:
                CheckDate(call);
                if (call.Name == "digest" && DigestFunctions.Objection(call) is { } objection) Fail(DiagnosticCodes.FunctionArgument, call.Start, objection);
                var arguments = call.Arguments.Select(a => Bind(a, context, ReferenceUse.Value, function.TakesNodes)).ToArray();
                return function.Make?.Invoke(arguments) ?? Nothing;
        }
    }

    private bool HasArity(Expression.Call call, Function function)
    {
        var count = call.Arguments.Length;
        var ok = count >= function.Least && count <= function.Most && call.Name switch
        {
            "indexed-repeat" => count % 2 == 1,
            "weighted-checklist" => count % 2 == 0,
            _ => true,
        };
        if (ok) return true;
        var wanted = call.Name switch
        {
            "indexed-repeat" => "3, 5 or 7 values",
            "weighted-checklist" => "an even number of values, at least 2",
            _ when function.Least == function.Most => function.Least == 1 ? "1 value" : $"{function.Least} values",
            _ when function.Most == int.MaxValue => $"at least {function.Least} values",
            _ => $"{function.Least} to {function.Most} values",
        };
        Fail(DiagnosticCodes.FunctionArity, call.Start, $"{call.Name}() takes {wanted}, but {count} stand here.");
        return false;
    }

    private Operation BindPosition(Expression.Call call, Location context)
    {
        if (call.Arguments.IsEmpty) return Operation.From((in Frame f) => XValue.Of((double)f.Position));
        if (BindPath(call.Arguments[0], context) is not { } path)
        {
            Fail(DiagnosticCodes.ExpressionSyntax, call.Arguments[0].Start, "position() takes a path, as in position(..).");
            return Nothing;
        }

        Note(path.At, ReferenceUse.Place);
        var nodes = path.Operation;
        return Operation.From((in Frame f) => nodes.Nodes(f) is [var first, ..] ? XValue.Of((double)first.Source.Position(first)) : XValue.Of(double.NaN));
    }

    private Operation BindCount(Expression.Call call, Location context)
    {
        var nonEmpty = call.Name == "count-non-empty";
        var argument = Bind(call.Arguments[0], context, nonEmpty ? ReferenceUse.Value : ReferenceUse.Nodes, many: true);
        if (argument is not NodeOperation nodes)
        {
            if (argument != Nothing) Fail(DiagnosticCodes.ExpressionSyntax, call.Arguments[0].Start, $"{call.Name}() counts nodes and takes a path.");
            return Nothing;
        }

        return nonEmpty
            ? Operation.From((in Frame f) =>
            {
                var count = 0;
                foreach (var node in nodes.Nodes(f)) count += f.Pass.TextOf(node).Length > 0 ? 1 : 0;
                return XValue.Of((double)count);
            })
            : Operation.From((in Frame f) => XValue.Of((double)nodes.Nodes(f).Count));
    }

    private Operation BindRegex(Expression.Call call, Location context)
    {
        var text = Bind(call.Arguments[0], context, ReferenceUse.Value, many: false);
        if (call.Arguments[1] is Expression.Text pattern)
        {
            var regex = RegexMatching.Compile(pattern.Value, out var reason);
            if (regex is null) Fail(DiagnosticCodes.RegexInvalid, pattern.Start, $"This pattern is refused: {reason}.");
            return Operation.From((in Frame f) => XValue.Of(RegexMatching.Matches(regex, text.Text(f), f.Pass)));
        }

        var other = Bind(call.Arguments[1], context, ReferenceUse.Value, many: false);
        return Operation.From((in Frame f) => XValue.Of(RegexMatching.Matches(f.Pass.Pattern(other.Text(f)), text.Text(f), f.Pass)));
    }

    private Operation BindChoiceName(Expression.Call call, Location context)
    {
        var value = Bind(call.Arguments[0], context, ReferenceUse.Value, many: false);
        if (call.Arguments[1] is not Expression.Text path)
        {
            Fail(DiagnosticCodes.ChoiceNamePath, call.Arguments[1].Start, "The second value of jr:choice-name() is a question in quotes: jr:choice-name(${city}, '${city}').");
            return Nothing;
        }

        if (scope.Names is null) return value;
        FormElement? target;
        var inner = path.Value.Trim();
        if (inner.StartsWith("${", StringComparison.Ordinal) && inner.EndsWith('}'))
        {
            target = scope.Names.Resolve(inner[2..^1].Trim(), path.Start, out var problem);
            if (problem is not null) problems.Add(problem);
            if (target is null) return Nothing;
        }
        else
        {
            var syntax = ExpressionParser.Parse(inner, out _);
            target = syntax is Expression.Path && BindPath(syntax, Current) is { At.Element: { } element } ? element : null;
        }

        if (target is not FormQuestion { IsSelect: true } question)
        {
            Fail(DiagnosticCodes.ChoiceNamePath, path.Start, "The second value of jr:choice-name() must name a select question, in quotes.");
            return Nothing;
        }

        var shared = SharedRepeats(scope.Current ?? scope.Names.Root, question);
        references.Add(new(question, shared, ReferenceUse.Value));
        labelsOf.Add(question);
        return Operation.From((in Frame f) => XValue.Of(
            f.Pass.Main is FormState state ? state.ChoiceLabel(f.Pass, question, NodePath.Cut(f.Current.Place, shared), value.Text(f)) : ""));
    }

    /// <summary>pulldata(list, column, key column, key): <c>instance(list)/root/item[key column = key]/column</c>, the first.</summary>
    private Operation BindPullData(Expression.Call call, Location context)
    {
        var key = Bind(call.Arguments[3], context, ReferenceUse.Value, many: false);
        if (call.Arguments is not [Expression.Text id, Expression.Text wanted, Expression.Text known, _])
        {
            Fail(DiagnosticCodes.FunctionArgument, call.Start, "pulldata() takes a file's name without its ending and two column names, all in quotes, and the value to look for.");
            return Nothing;
        }

        if (scope.Names is not { } names) return new PulledData(id.Value, null, wanted.Value, known.Value, key);
        var stem = id.Value.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? id.Value[..^4] : id.Value;
        if (!names.Lists.TryGetValue(stem, out var list))
        {
            Fail(DiagnosticCodes.ListUnknown, id.Start, $"There is no file \"{stem}.csv\" beside the form, and no choice list \"{stem}\".", Names.Near(stem, names.Lists.Keys));
            return Nothing;
        }

        foreach (var column in (ReadOnlySpan<Expression.Text>)[wanted, known])
            if (list.Source.ColumnOf(column.Value) < 0)
                Fail(DiagnosticCodes.ColumnUnknown, column.Start, $"The list \"{stem}\" has no column \"{column.Value}\".", Names.Near(column.Value, list.Source.ColumnNames));
        return new PulledData(stem, list.Source, wanted.Value, known.Value, key);
    }

    private void CheckDate(Expression.Call call)
    {
        if (call is { Name: "date" or "date-time" or "format-date" or "format-date-time", Arguments: [Expression.Text literal, ..] }
            && literal.Value.Length > 0 && !Numbers.IsPlain(literal.Value) && !Dates.TryReadMoment(Dates.Padded(literal.Value), TimeSpan.Zero, out _, out _))
            Fail(DiagnosticCodes.DateInvalid, literal.Start, $"\"{literal.Value}\" is not a date; dates are written YYYY-MM-DD.");
    }

    /// <summary>indexed-repeat(node, repeat, index, ...): the node in the instance with that number; below 1 counts as 1.</summary>
    private BoundPath? BindIndexedRepeat(Expression.Call call, Location context)
    {
        if (!FunctionTable.All.TryGetValue(call.Name, out var function) || !HasArity(call, function)) return null;
        var target = BindAbsolute(call.Arguments[0], context, ReferenceUse.Value);
        var levels = ImmutableArray.CreateBuilder<(NodeOperation Repeat, Operation Index)>();
        for (var i = 1; i < call.Arguments.Length; i += 2)
        {
            var repeat = BindAbsolute(call.Arguments[i], context, ReferenceUse.Nodes);
            var index = Bind(call.Arguments[i + 1], context, ReferenceUse.Value, many: false);
            if (repeat is null) return null;
            if (scope.Names is not null && repeat.At.Element is not FormRepeat)
            {
                Fail(DiagnosticCodes.NotARepeat, call.Arguments[i].Start, "This must name a repeat.");
                return null;
            }

            if (target?.At.Element is { } inner && repeat.At.Element is { } around && !inner.IsInside(around))
                Fail(DiagnosticCodes.NotARepeat, call.Arguments[i].Start, $"\"{inner.Name}\" is not inside \"{around.Name}\".");
            levels.Add((repeat.Operation, index));
        }

        return target is null ? null : new(new IndexedRepeat(target.Operation, levels.ToImmutable()), target.At, HasPredicates: true);
    }

    private BoundPath? BindAbsolute(Expression syntax, Location context, ReferenceUse use)
    {
        var bound = BindPath(syntax, context);
        if (bound is null)
        {
            if (syntax is not (Expression.Reference or Expression.Path))
                Fail(DiagnosticCodes.ExpressionSyntax, syntax.Start, "indexed-repeat() takes a question, a repeat and a number.");
            return null;
        }

        // As first argument and as repeat, a reference means all instances, wherever the expression stands.
        if (syntax is Expression.Reference && bound.At.Element is { } element)
            bound = new(new StaticPath(element, 0, fromContext: false), new(LocationKind.Element, element, 0, 0, null), false);
        var isBeside = use == ReferenceUse.Value && bound.At.Element is { } target && scope.Current is { } current && SharedRepeats(current, target) > 0;
        Note(bound.At, isBeside ? ReferenceUse.OtherInstance : use);
        return bound;
    }
}
