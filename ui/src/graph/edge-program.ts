/** Draws relations as lines that are solid, dashed or dotted, side by side where two actors have several, with an arrow. */

import { EdgeProgram, type ProgramInfo } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

import type { Line } from "../vocabulary";

export interface LineData extends EdgeDisplayData {
  line: Line;
  arrow: boolean;
  /** Pixels to the left of the straight line from source to target. */
  shift: number;
}

/** Dash and gap in pixels. */
const DASHES: Record<Line, [dash: number, gap: number]> = { solid: [1, 0], dashed: [8, 5], dotted: [2, 4] };

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_from;
attribute vec2 a_to;
attribute vec4 a_line;
attribute vec3 a_ends;
attribute float a_corner;

uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;

varying vec4 v_color;
varying vec2 v_point;
varying vec4 v_line;
varying vec4 v_ends;

const float HALF_WIDTH = 9.0;
const float bias = 255.0 / 254.0;

void main() {
  float pixel = 2.0 * u_correctionRatio;
  vec2 span = a_to - a_from;
  float total = length(span) / pixel;
  vec2 along = total > 0.0 ? normalize(span) : vec2(1.0, 0.0);
  vec2 across = vec2(-along.y, along.x);
  vec2 corner = vec2(floor(a_corner / 2.0), mod(a_corner, 2.0) * 2.0 - 1.0);
  // a_line: thickness, dash, gap, arrow. a_ends: radius of both ends, shift to the side.
  vec2 point = vec2(corner.x * total, corner.y * HALF_WIDTH);
  vec2 place = a_from + (along * point.x + across * (point.y + a_ends.z)) * pixel;
  gl_Position = vec4((u_matrix * vec3(place, 1)).xy, 0, 1);
  v_point = point;
  v_line = vec4(max(a_line.x / u_sizeRatio, 1.3), a_line.yzw);
  v_ends = vec4(a_ends.xy / u_sizeRatio, total, 0.0);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

const FRAGMENT = /* glsl */ `
precision highp float;

varying vec4 v_color;
varying vec2 v_point;
varying vec4 v_line;
varying vec4 v_ends;

uniform float u_pixelRatio;

const vec4 nothing = vec4(0.0);
const float CLEAR = 4.0;

void main() {
  float half_width = v_line.x * 0.5;
  float begin = v_ends.x + CLEAR;
  float tip = v_ends.z - v_ends.y - CLEAR;
  #ifdef PICKING_MODE
  // A thin line is hard to hit: the whole strip around it counts.
  bool hit = v_point.x > begin && v_point.x < tip && abs(v_point.y) < max(half_width + 3.0, 6.0);
  gl_FragColor = hit ? v_color : nothing;
  #else
  float soft = 0.75 / u_pixelRatio;
  float arrow = v_line.w > 0.5 ? 8.0 + v_line.x : 0.0;
  float shaft = tip - arrow * 0.9;
  float edge = abs(v_point.y) - half_width;
  float ends = max(begin - v_point.x, v_point.x - (arrow > 0.0 ? shaft : tip));
  float dash = v_line.z > 0.0 ? abs(mod(v_point.x - begin, v_line.y + v_line.z) - v_line.y * 0.5) - v_line.y * 0.5 : -9.0;
  float line = max(max(edge, ends), dash);
  float back = tip - v_point.x;
  float head = arrow > 0.0 ? max(max(-back, back - arrow), abs(v_point.y) - back * 0.42) : 9.0;
  gl_FragColor = mix(v_color, nothing, smoothstep(-soft, soft, min(line, head)));
  #endif
}`;

const { FLOAT, UNSIGNED_BYTE, TRIANGLE_STRIP } = WebGLRenderingContext;
const UNIFORMS = ["u_matrix", "u_sizeRatio", "u_correctionRatio", "u_pixelRatio"] as const;
type Uniform = (typeof UNIFORMS)[number];

export class LineProgram extends EdgeProgram<Uniform> {
  getDefinition() {
    return {
      VERTICES: 4,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLE_STRIP,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_from", size: 2, type: FLOAT },
        { name: "a_to", size: 2, type: FLOAT },
        { name: "a_line", size: 4, type: FLOAT },
        { name: "a_ends", size: 3, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 1, type: FLOAT }],
      CONSTANT_DATA: [[0], [1], [2], [3]],
    };
  }

  override processVisibleItem(index: number, at: number, from: NodeDisplayData, to: NodeDisplayData, data: EdgeDisplayData): void {
    const edge = data as LineData;
    const [dash, gap] = DASHES[edge.line];
    const line = [edge.size, dash, gap, edge.arrow ? 1 : 0];
    this.array.set([from.x, from.y, to.x, to.y, ...line, from.size, to.size, edge.shift, floatColor(edge.color), index], at);
  }

  override setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo<Uniform>): void {
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
    gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
    gl.uniform1f(uniformLocations.u_pixelRatio, params.pixelRatio);
  }
}
