// As much of Unity as PoseStreamPuppet needs to be compiled and run by DocumentedClientsIT without Unity.
using System;
using System.Collections.Generic;
using System.Reflection;
using System.Threading;

namespace UnityEngine
{
    public enum PrimitiveType { Sphere }

    public struct Vector3
    {
        public float x, y, z;
        public static readonly Vector3 one = new Vector3(1, 1, 1);

        public Vector3(float x, float y, float z)
        {
            this.x = x;
            this.y = y;
            this.z = z;
        }

        public static Vector3 operator *(Vector3 a, float by)
        {
            return new Vector3(a.x * by, a.y * by, a.z * by);
        }
    }

    public class Transform
    {
        public Vector3 localPosition, localScale;
        public Transform parent;

        public void SetParent(Transform parent, bool worldPositionStays)
        {
            this.parent = parent;
        }
    }

    public class GameObject
    {
        public static readonly List<GameObject> All = new List<GameObject>();
        public readonly Transform transform = new Transform();
        public bool activeSelf = true;

        public static GameObject CreatePrimitive(PrimitiveType type)
        {
            var made = new GameObject();
            All.Add(made);
            return made;
        }

        public void SetActive(bool active)
        {
            activeSelf = active;
        }
    }

    public class MonoBehaviour
    {
        public readonly Transform transform = new Transform();
    }
}

// Plays Unity: enables the puppet, and updates it until a frame is shown.
static class Scene
{
    static void Main(string[] arguments)
    {
        var puppet = new PoseStreamPuppet { address = arguments[0] };
        Call(puppet, "OnEnable");
        while (UnityEngine.GameObject.All.Count == 0)
        {
            Thread.Sleep(5);
            Call(puppet, "Update");
            RequireNoError(puppet);
        }
        for (int k = 0; k < UnityEngine.GameObject.All.Count; k++)
        {
            UnityEngine.GameObject sphere = UnityEngine.GameObject.All[k];
            UnityEngine.Vector3 at = sphere.transform.localPosition;
            Console.WriteLine(FormattableString.Invariant($"{k} {sphere.activeSelf} {at.x} {at.y} {at.z}"));
        }
        Call(puppet, "OnDisable");
    }

    static void RequireNoError(PoseStreamPuppet puppet)
    {
        FieldInfo field = typeof(PoseStreamPuppet).GetField("receiver", BindingFlags.Instance | BindingFlags.NonPublic);
        PoseMessage error = ((PoseReceiver) field.GetValue(puppet)).Error;
        if (error != null)
        {
            throw new InvalidOperationException(error.reason);
        }
    }

    static void Call(PoseStreamPuppet puppet, string message)
    {
        typeof(PoseStreamPuppet).GetMethod(message, BindingFlags.Instance | BindingFlags.NonPublic).Invoke(puppet, null);
    }
}
