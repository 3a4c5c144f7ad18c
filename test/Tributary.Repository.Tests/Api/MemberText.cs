using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Tributary.Repository.Tests;

/// <summary>One member as C# would declare it, without its body.</summary>
internal static class MemberText
{
    private static readonly NullabilityInfoContext _nullability = new();

    public static string Constructor(ConstructorInfo made, Type type) =>
        $"{Access(made)}{type.Name.Split('`')[0]}({Parameters(made)});";

    public static string Field(FieldInfo field) => field.IsLiteral
        ? $"public const {TypeNames.Of(field.FieldType)} {field.Name} = {Value(field.GetRawConstantValue(), field.FieldType)};"
        : $"{(field.IsFamily ? "protected" : "public")} {(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}" +
            $"{TypeNames.Of(_nullability.Create(field))} {field.Name};";

    public static string Property(PropertyInfo property)
    {
        MethodInfo main = property.GetMethod ?? property.SetMethod!;
        string name = property.GetIndexParameters() is { Length: > 0 } indices ? $"this[{string.Join(", ", indices.Select(Parameter))}]" : property.Name;
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        string[] accessors = [.. new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>()
            .Where(accessor => accessor.IsPublic || accessor.IsFamily)
            .Select(accessor => $"{(accessor.IsFamily && main.IsPublic ? "protected " : "")}{Kind(accessor)};")];
        return $"{Modifiers(main)}{required}{TypeNames.Of(_nullability.Create(property))} {name} {{ {string.Join(' ', accessors)} }}";

        string Kind(MethodInfo accessor) =>
            accessor == property.GetMethod ? "get"
            : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init"
            : "set";
    }

    public static string Method(MethodInfo method)
    {
        string name = method.IsGenericMethodDefinition
            ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>"
            : method.Name.StartsWith("op_", StringComparison.Ordinal) ? $"operator {method.Name[3..]}" : method.Name;
        return $"{Modifiers(method)}{Signature(method, name)};";
    }

    public static string Signature(MethodInfo method, string name)
    {
        string self = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{TypeNames.Of(_nullability.Create(method.ReturnParameter))} {name}({self}{Parameters(method)})";
    }

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface) return method.IsAbstract ? "" : method.IsStatic ? "static " : "virtual ";
        string kind = method.IsStatic ? "static "
            : method.IsAbstract ? "abstract "
            : method.GetBaseDefinition() != method ? "override "
            : method is { IsVirtual: true, IsFinal: false } ? "virtual "
            : "";
        return Access(method) + kind;
    }

    private static string Access(MethodBase method) => method.IsPublic ? "public " : "protected ";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string way = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params "
            : parameter.IsOut ? "out "
            : parameter.ParameterType.IsByRef ? (parameter.IsIn ? "in " : "ref ")
            : "";
        string fallback = parameter.HasDefaultValue ? $" = {Value(parameter.DefaultValue, parameter.ParameterType)}" : "";
        return $"{way}{TypeNames.Of(_nullability.Create(parameter))} {parameter.Name}{fallback}";
    }

    private static string Value(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ when type.IsEnum => $"{type.Name}.{Enum.ToObject(type, value)}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
