/** Who is there: a row for each person. */
import {byId, durationText, element, setText} from "./dom.js";
import {FAINT, personCss} from "./skeleton.js";

export class PeopleList {

  /** @param {function(number|null)} choose told the id of the person to follow */
  constructor(choose) {
    this.choose = choose;
    this.body = byId("people").tBodies[0];
    this.rows = new Map();
    this.selected = null;
  }

  clear() {
    this.rows.forEach(row => row.element.remove());
    this.rows.clear();
    this.selected = null;
    this.count(0);
  }

  /** Shows a frame's people; called a few times a second. */
  show(frame, nowMillis) {
    const there = new Set(frame.people.map(person => person.id));
    this.rows.forEach((row, id) => {
      if (!there.has(id)) {
        row.element.remove();
        this.rows.delete(id);
      }
    });
    frame.people.forEach(person => this.showPerson(person, nowMillis));
    this.count(frame.people.filter(person => person.state !== "lost").length);
  }

  count(people) {
    setText(byId("people-count"), String(people));
    byId("nobody").hidden = this.rows.size > 0;
    byId("people").hidden = this.rows.size === 0;
  }

  showPerson(person, nowMillis) {
    const row = this.rows.get(person.id) || this.add(person.id, nowMillis);
    const seen = person.joints2d.filter(joint => joint[2] >= FAINT).length;
    row.element.className = person.state;
    setText(row.state, person.state);
    setText(row.since, durationText((nowMillis - row.from) / 1000));
    setText(row.joints, person.joints2d.length ? `${seen} of ${person.joints2d.length}` : "–");
    setText(row.score, `${Math.round(person.score * 100)} %`);
    row.meter.style.width = `${Math.round(person.score * 100)}%`;
    row.meter.style.background = personCss(person.id);
    row.element.setAttribute("aria-selected", String(this.selected === person.id));
    row.pill.setAttribute("aria-pressed", String(this.selected === person.id));
  }

  add(id, nowMillis) {
    const pill = element("button", {type: "button", className: "pill", textContent: String(id),
      title: "Follow in 3D"});
    pill.style.background = personCss(id);
    const [state, since, joints, score] = Array.from({length: 4}, () => element("td"));
    const meter = element("i");
    const figure = element("span");
    score.append(element("span", {className: "meter"}, meter), figure);
    const row = {element: element("tr", {}, element("td", {}, pill), state, since, joints, score), pill, state, since,
      joints, score: figure, meter, from: nowMillis};
    row.element.addEventListener("click", () => this.select(this.selected === id ? null : id));
    this.body.append(row.element);
    this.rows.set(id, row);
    return row;
  }

  select(id) {
    this.selected = id;
    this.choose(id);
  }
}
