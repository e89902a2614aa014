using System.Collections.Immutable;

namespace Detainees.Forms;

internal enum LocationKind { Free, Document, Element, ListDocument, ListRoot, ListItem, ListColumn }

/// <summary>Where a path has come to.</summary>
/// <param name="Kind">Free when nothing is known: an expression on no form.</param>
/// <param name="Element">For kind Element.</param>
/// <param name="Shared">Repeat positions in common with the node the path started from.</param>
/// <param name="SharedWithCurrent">Repeat positions in common with the node the expression belongs to.</param>
/// <param name="List">For the list kinds.</param>
internal readonly record struct Location(LocationKind Kind, FormElement? Element, int Shared, int SharedWithCurrent, ChoiceList? List);

internal sealed partial class ExpressionBinder
{
    private Operation BindNodes(Expression syntax, Location context, ReferenceUse use, bool many)
    {
        if (BindPath(syntax, context) is not { } bound) return Nothing;
        Note(bound.At, use);
        if (!many && bound.At is { Kind: LocationKind.Element, Element: { } element })
        {
            if (bound.At.Shared < element.RepeatDepth && !bound.HasPredicates)
                Warn(DiagnosticCodes.ManyValues, syntax.Start,
                    $"\"{element.Name}\" is asked once for each \"{(element as FormRepeat ?? element.NearestRepeat)?.Name}\", so here it has many values and only the first is used. Use sum(), count(), max(), join() or indexed-repeat().");
            if (element is not FormQuestion)
                Warn(DiagnosticCodes.GroupValue, syntax.Start, $"\"{element.Name}\" is a group and has no value of its own.");
        }

        return bound.Operation;
    }

    private sealed record BoundPath(NodeOperation Operation, Location At, bool HasPredicates);

    private BoundPath? BindPath(Expression syntax, Location context) => syntax switch
    {
        Expression.Reference reference => BindReference(reference),
        Expression.Path path => BindSteps(path, context),
        Expression.Call { Name: "current", Arguments.IsEmpty: true } => new(new CurrentNode(), Current, false),
        Expression.Call { Name: "instance" } call => BindInstance(call),
        Expression.Call { Name: "randomize" } call => BindRandomize(call, context),
        Expression.Call { Name: "indexed-repeat" } call when BindIndexedRepeat(call, context) is { } indexed => indexed,
        _ => null,
    };

    private Location Current => scope switch
    {
        { Names: null } => default,
        { Current: { } current } => new(LocationKind.Element, current, current.RepeatDepth, current.RepeatDepth, null),
        _ => new(LocationKind.Element, scope.Names.Root, 0, 0, null),
    };

    // pyxform: a reference goes through the nearest repeat around both; a repeat is not around itself.
    private BoundPath? BindReference(Expression.Reference reference)
    {
        if (scope.Names is null)
        {
            Fail(DiagnosticCodes.ReferenceUnknown, reference.Start, "There is no form here that a reference could name a question of.");
            return null;
        }

        var target = scope.Names.Resolve(reference.Name, reference.Start, out var problem);
        if (target is null)
        {
            if (problem is not null) problems.Add(problem);
            return null;
        }

        var shared = SharedRepeats(scope.Current ?? scope.Names.Root, target);
        // What stands in the repeat that is offered means the instance being offered (pyxform, select from a repeat).
        if (scope.FilteredRepeat is { } offered && target != offered && target.IsInside(offered))
            return new(new StaticPath(target, offered.RepeatDepth, fromContext: true),
                new(LocationKind.Element, target, offered.RepeatDepth, Math.Min(shared, SharedRepeats(scope.Current ?? scope.Names.Root, offered)), null), false);
        return new(new StaticPath(target, shared, fromContext: false), new(LocationKind.Element, target, shared, shared, null), false);
    }

    /// <summary>How many repeats stand around both elements.</summary>
    internal static int SharedRepeats(FormElement from, FormElement target)
    {
        for (var repeat = target.NearestRepeat; repeat is not null; repeat = repeat.NearestRepeat)
            if (from.IsInside(repeat)) return repeat.RepeatDepth;
        return 0;
    }

    private BoundPath? BindInstance(Expression.Call call)
    {
        if (call.Arguments is not [Expression.Text id])
        {
            Fail(DiagnosticCodes.ListUnknown, call.Start, "instance() takes the name of a choice list in quotes.");
            return null;
        }

        if (scope.Names is null) return new(new InstanceRoot(id.Value, null), default, false);
        if (scope.Names.Lists.TryGetValue(id.Value, out var list))
            return new(new InstanceRoot(id.Value, list.Source), new(LocationKind.ListDocument, null, 0, 0, list), false);
        Fail(DiagnosticCodes.ListUnknown, id.Start, $"There is no choice list named \"{id.Value}\".", Names.Near(id.Value, scope.Names.Lists.Keys));
        return null;
    }

    private BoundPath? BindRandomize(Expression.Call call, Location context)
    {
        if (!FunctionTable.All.TryGetValue(call.Name, out var function) || !HasArity(call, function)) return null;
        var seed = call.Arguments.Length == 2 ? Bind(call.Arguments[1], context, ReferenceUse.Value, many: false) : null;
        if (BindPath(call.Arguments[0], context) is { } nodes) return nodes with { Operation = new RandomOrder(nodes.Operation, seed) };
        if (problems.TrueForAll(problem => problem.IsWarning))
            Fail(DiagnosticCodes.ExpressionSyntax, call.Arguments[0].Start, "randomize() shuffles nodes and takes a path. For the choices of a question write randomize=true in the column parameters.");
        return null;
    }

    private BoundPath? BindSteps(Expression.Path path, Location context)
    {
        BoundPath? from = null;
        var at = path.IsAbsolute ? new Location(scope.Names is null ? LocationKind.Free : LocationKind.Document, null, 0, 0, null) : context;
        if (path.From is not null)
        {
            from = BindPath(path.From, context);
            if (from is null)
            {
                if (path.From is not (Expression.Reference or Expression.Path or Expression.Call { Name: "instance" or "indexed-repeat" or "randomize" }))
                    Fail(DiagnosticCodes.ExpressionSyntax, path.Start, "Only a path, a reference, instance() or current() can be followed by / or [.");
                return null;
            }

            at = from.At;
        }

        var fromPredicates = BindPredicates(path.FromPredicates, at);
        var hasPredicates = from is { HasPredicates: true } || !fromPredicates.IsEmpty;
        var stages = ImmutableArray.CreateBuilder<CompiledStage>(path.Steps.Length);
        foreach (var stage in path.Steps)
        {
            if (Move(at, stage) is not { } next) return null;
            at = next;
            var predicates = BindPredicates(stage.Predicates, at);
            hasPredicates |= !predicates.IsEmpty;
            stages.Add(new CompiledStage(stage.Axis, stage.Name, predicates));
        }

        if (!hasPredicates && at is { Kind: LocationKind.Element, Element: { } target } && (from is null or { Operation: CurrentNode or StaticPath }))
        {
            var fromContext = !path.IsAbsolute && from is null or { Operation: StaticPath { FromContext: true } };
            return new(new StaticPath(target, at.Shared, fromContext), at, false);
        }

        return new(new WalkedPath(from?.Operation, path.IsAbsolute, fromPredicates, stages.ToImmutable()), at, hasPredicates);
    }

    private ImmutableArray<Operation> BindPredicates(ImmutableArray<Expression> predicates, Location at)
    {
        if (predicates.IsEmpty) return [];
        // Inside the brackets the node being tested is the start: all its positions are shared with itself.
        var inner = at.Kind == LocationKind.Element && at.Element is { } element ? at with { Shared = element.RepeatDepth } : at;
        var bound = predicates.Select(predicate => Bind(predicate, inner, ReferenceUse.Value, many: false)).ToArray();
        if (at is { Kind: LocationKind.ListItem, List: { } list }) bound[0] = WithLookup(predicates[0], bound[0], list, inner);
        return [.. bound];
    }

    /// <summary>The same condition; when it begins with "column = value", with a value that is the same for every item, as a lookup.</summary>
    private Operation WithLookup(Expression condition, Operation bound, ChoiceList list, Location item)
    {
        // Drawn anew for every item, a random value is not the same for all.
        if (bound == Nothing || Syntax.Any(condition, part => part is Expression.Call { Name: "random" or "uuid" or "randomize" })) return bound;
        foreach (var part in Syntax.Conjuncts(condition))
        {
            if (part is not Expression.Binary { Operator: "=" } equality) continue;
            var (column, value) = (equality.Left, equality.Right);
            if (ColumnOf(column, list) is not { } index)
            {
                (column, value) = (value, column);
                if (ColumnOf(column, list) is not { } other) continue;
                index = other;
            }

            if (Syntax.DependsOnContext(value)) continue;
            // Bound a second time for itself: what there is to say about it was said the first time.
            var said = problems.Count;
            var operation = Bind(value, item, ReferenceUse.Value, many: false);
            problems.RemoveRange(said, problems.Count - said);
            return new EqualityCondition(bound, index, operation);
        }

        return bound;
    }

    private static int? ColumnOf(Expression syntax, ChoiceList list) =>
        syntax is Expression.Path { From: null, IsAbsolute: false, Steps: [{ Axis: Axis.Child, Name: { } name, Predicates.IsEmpty: true }] }
        && list.Source.ColumnOf(name) is var column and >= 0 ? column : null;

    private Location? Move(Location at, Stage stage) => stage.Axis switch
    {
        Axis.Self => Named(at, stage),
        Axis.Parent => MoveUp(at, stage) is { } up ? Named(up, stage) : null,
        Axis.Child => MoveDown(at, stage),
    };

    private Location? Named(Location at, Stage stage)
    {
        if (stage.Name is null || at.Element is not { } element || element.Name == stage.Name) return at;
        Fail(DiagnosticCodes.PathUnknown, stage.Start, $"This is \"{element.Name}\", not \"{stage.Name}\".");
        return null;
    }

    private Location? MoveUp(Location at, Stage stage)
    {
        switch (at.Kind)
        {
            case LocationKind.Free:
                return at;
            case LocationKind.ListRoot:
                return at with { Kind = LocationKind.ListDocument };
            case LocationKind.ListItem:
                return at with { Kind = LocationKind.ListRoot };
            case LocationKind.ListColumn:
                return at with { Kind = LocationKind.ListItem };
            case LocationKind.Element when at.Element is { } element:
                if (element.Parent is not { } parent) return at with { Kind = LocationKind.Document, Element = null, Shared = 0, SharedWithCurrent = 0 };
                return at with
                {
                    Element = parent,
                    Shared = Math.Min(at.Shared, parent.RepeatDepth),
                    SharedWithCurrent = Math.Min(at.SharedWithCurrent, parent.RepeatDepth),
                };
            default:
                Fail(DiagnosticCodes.PathUnknown, stage.Start, "There is nothing above this.");
                return null;
        }
    }

    private Location? MoveDown(Location at, Stage stage)
    {
        switch (at.Kind)
        {
            case LocationKind.Free:
                return at;
            case LocationKind.Document when scope.Names is { } names && (stage.Name is null || stage.Name == names.Root.Name):
                return new(LocationKind.Element, names.Root, 0, 0, null);
            case LocationKind.ListDocument when stage.Name is null or "root":
                return at with { Kind = LocationKind.ListRoot };
            case LocationKind.ListRoot when stage.Name is null or "item":
                return at with { Kind = LocationKind.ListItem };
            case LocationKind.ListItem:
                CheckColumn(at, stage);
                return at with { Kind = LocationKind.ListColumn };
            case LocationKind.Element when at.Element is { } element:
                if (Children(element) is { IsEmpty: false } children)
                {
                    var child = stage.Name is null ? null : children.FirstOrDefault(c => c.Name == stage.Name);
                    if (child is not null) return at with { Element = child };
                    if (stage.Name is null) Fail(DiagnosticCodes.NotSupported, stage.Start, "\"*\" is not supported for questions; name them.");
                    else FailUnknown(element, children, stage);
                    return null;
                }

                FailUnknown(element, [], stage);
                return null;
            default:
                Fail(DiagnosticCodes.PathUnknown, stage.Start, at.Kind == LocationKind.Document
                    ? $"A path from the root begins with /{scope.Names?.Root.Name}."
                    : "A list is read as instance('list')/root/item[...]/column.");
                return null;
        }
    }

    internal static ImmutableArray<FormElement> Children(FormElement element) => element switch
    {
        FormGroup group => group.Children,
        FormRepeat repeat => repeat.Children,
        _ => [],
    };

    private void FailUnknown(FormElement element, ImmutableArray<FormElement> children, Stage stage)
    {
        var elsewhere = scope.Names?.Find(stage.Name ?? "").FirstOrDefault();
        var suggestion = elsewhere is not null ? $"${{{stage.Name}}}" : Names.Near(stage.Name ?? "", children.Select(child => child.Name));
        Fail(DiagnosticCodes.PathUnknown, stage.Start, $"There is no \"{stage.Name}\" in \"{element.Name}\"; text stands in quotes, a question is written ${{name}}.", suggestion);
    }

    private void CheckColumn(Location at, Stage stage)
    {
        if (at.List is not { } list || stage.Name is null || list.Choices.IsEmpty || list.Source.ColumnOf(stage.Name) >= 0) return;
        var columns = list.Source.ColumnNames;
        var question = scope.Names?.Find(stage.Name).Any() is true ? $"${{{stage.Name}}}" : null;
        Fail(DiagnosticCodes.ColumnUnknown, stage.Start, $"The choices of list \"{list.Name}\" have no column \"{stage.Name}\".",
            question ?? Names.Near(stage.Name, columns));
    }

    private void Note(Location at, ReferenceUse use)
    {
        if (at is { Kind: LocationKind.Element, Element: { } element }) references.Add(new(element, at.SharedWithCurrent, use));
    }
}
